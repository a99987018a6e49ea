import { tensor, type Tensor, tile } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { insertMasks, type MaskedNetwork, writeMasks } from '@dum/masks';
import { createMaskSet } from '@dum/masks/mask-set';
import { runByHand } from './_by-hand.js';
import { inputFor, outputsOf, reload } from './_networks.js';
import { bitsOf, flattened, imaged } from './tied-shape-networks.js';

const shapeBehind = (network: LayersModel, layer: string) =>
  network.getLayer(layer).inboundNodes[0]!.outputTensors[0]!.shape.slice(1) as number[];

/** Writes random bits of a task, and gives the factors by which each place multiplies. */
const factorsOf = (network: LayersModel, { masks }: MaskedNetwork, bits: ReadonlyMap<string, number[]>): Map<string, Tensor> =>
  new Map(
    masks.flatMap(({ layer, places, mask }) =>
      places.map((place): [string, Tensor] => [
        place,
        tensor(bits.get(layer)!, mask.granularity === 'channel' ? [bits.get(layer)!.length] : shapeBehind(network, place)),
      ]),
    ),
  );

describe.each([
  ['a flattened convolution', flattened, ['conv + sum', 'other']],
  ['a dense layer as an image', imaged, ['wide + sum', 'next', 'narrow']],
] as const)('one mask of elements tied across shapes, of %s', (_, make, expected) => {
  it('multiplies each element wherever it is read, for several tasks, also once saved and loaded', async () => {
    const network = make();
    const masked = insertMasks(network, { granularity: 'element', inputs: 'element', mask: () => ({ tasks: 2 }) });
    expect(masked.masks.map(({ places }) => places.join(' + ')).sort()).toEqual([...expected, 'x'].sort());
    const sizes = masked.masks.map(({ layer, mask }) => [layer, mask.logits.shape.slice(1) as number[]] as const);
    const bits = [0, 1].map(
      (task) =>
        new Map(
          sizes.map(([layer, shape], index) => [
            layer,
            bitsOf(
              shape.reduce((a, b) => a * b, 1),
              7 * task + index,
            ),
          ]),
        ),
    );
    writeMasks(
      masked,
      bits.map((own) =>
        createMaskSet(
          '0'.repeat(64),
          sizes.map(([layer, shape]) => ({ layer, shape, kept: own.get(layer)! })),
        ),
      ),
    );
    const x = inputFor(network);
    const byHand = bits.flatMap((own) => runByHand(network, x, factorsOf(network, masked, own))[0]!);
    const twice = x.map((value) => tile(value, [2, 1, 1, 1]));
    expect(outputsOf(masked.network, twice)[0]).toEqual(byHand);
    expect(outputsOf(await reload(masked.network), twice)[0]).toEqual(byHand);
  });
});
