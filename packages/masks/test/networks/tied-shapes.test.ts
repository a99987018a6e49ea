import '../_cpu.js';
import { tensor, type Tensor, tile } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { insertMasks, type MaskedNetwork, noiseKey, readMasks, writeMasks } from '@dum/masks';
import { createMaskSet } from '@dum/masks/mask-set';
import { extracted, type Bits } from '../extraction/_extracted.js';
import { runByHand } from './_by-hand.js';
import { inputFor, outputsOf, randomize, reload } from './_networks.js';

const { add, concatenate, conv2d, dense, flatten, reshape } = layers;
const to = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;

/** A convolution whose elements are added, flattened, to the units of a dense layer, and read by another convolution besides. */
const flattened = (): LayersModel => {
  const x = input({ shape: [4, 4, 2], name: 'x' });
  const conv = to(conv2d({ filters: 3, kernelSize: 2, activation: 'relu', name: 'conv' }), x);
  const side = to(dense({ units: 27, activation: 'sigmoid', name: 'side' }), to(flatten({ name: 'flat_x' }), x));
  const sum = to(add({ name: 'sum' }), to(flatten({ name: 'flat' }), conv), side);
  const other = to(flatten({ name: 'flat_other' }), to(conv2d({ filters: 2, kernelSize: 3, name: 'other' }), conv));
  const both = to(concatenate({ name: 'both' }), sum, other);
  return randomize(model({ inputs: x, outputs: to(dense({ units: 3, activation: 'softmax', name: 'head' }), both) }), 3);
};

/** A dense layer whose units are added, as an image, to those of a convolution, and read by another dense layer besides. */
const imaged = (): LayersModel => {
  const x = input({ shape: [3, 3, 2], name: 'x' });
  const wide = to(dense({ units: 18, activation: 'relu', name: 'wide' }), to(flatten({ name: 'flat_x' }), x));
  const conv = to(conv2d({ filters: 2, kernelSize: 2, padding: 'same', name: 'conv' }), x);
  const sum = to(add({ name: 'sum' }), to(reshape({ targetShape: [3, 3, 2], name: 'image' }), wide), conv);
  const next = to(flatten({ name: 'flat' }), to(conv2d({ filters: 3, kernelSize: 2, name: 'next' }), sum));
  const both = to(concatenate({ name: 'both' }), next, to(dense({ units: 4, activation: 'relu', name: 'narrow' }), wide));
  return randomize(model({ inputs: x, outputs: to(dense({ units: 2, activation: 'softmax', name: 'head' }), both) }), 4);
};

const bitsOf = (size: number, seed: number): number[] =>
  Array.from({ length: size }, (_, unit) => (noiseKey(seed, unit) % 3 === 0 ? 0 : 1));

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

  it('is extracted from what was read', async () => {
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
    await extracted(network, { bits: given });
  });
});
