import { tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { insertMasks, readMasks } from '@dum/masks';
import { bitsOf, flattened, imaged } from '../networks/tied-shape-networks.js';
import { type Bits, extracted } from './_extracted.js';

it.each([
  ['a flattened convolution', flattened],
  ['a dense layer as an image', imaged],
])('one mask of elements tied across shapes, of %s, is extracted from what was read', async (_, make) => {
  const network = make();
  const masked = insertMasks(network, { granularity: 'element', inputs: 'element' });
  masked.masks.forEach(({ mask }, index) => {
    const shape = mask.logits.shape as number[];
    const size = shape.reduce((a, b) => a * b, 1);
    mask.logits.write(
      tensor(
        bitsOf(size, index).map((bit) => bit - 0.5),
        shape,
      ),
    );
  });
  const { layers: found } = await readMasks(masked.network);
  const given: Bits = Object.fromEntries(found.map(({ layer, ...mask }) => [layer, mask]));
  const { certificate } = await extracted(network, { bits: given });
  expect(certificate.units.masked).toBeGreaterThan(0);
});
