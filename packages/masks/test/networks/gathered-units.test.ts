import '../_cpu.js';
import { tensor } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { extractMasked, insertMasks, unitGroups } from '@dum/masks';
import { refusal } from '../_refusal.js';
import { randomize } from './_networks.js';
import { flattened, imaged } from './tied-shape-networks.js';

const { conv1d, conv2d, conv2dTranspose, dense } = layers;

/** A dense layer of 64 units whose values become 4 channels of 16 positions, through some layers, and layers that read them. */
const decoder = (between: readonly layers.Layer[], behind: readonly layers.Layer[]): LayersModel =>
  randomize(
    sequential({
      name: 'decoder',
      layers: [
        dense({ units: 64, inputShape: [5], activation: 'relu', name: 'dense' }),
        ...between,
        ...behind,
        layers.flatten({ name: 'flat' }),
        dense({ units: 2, name: 'head' }),
      ],
    }),
    5,
  );

const image = () => layers.reshape({ targetShape: [4, 4, 4], name: 'image' });
const up = () => conv2dTranspose({ filters: 3, kernelSize: 3, name: 'up' });

const cases: readonly (readonly [string, () => LayersModel, string])[] = [
  ['a transposed convolution', () => decoder([image()], [up()]), 'image'],
  ['a convolution', () => decoder([image()], [conv2d({ filters: 3, kernelSize: 2, name: 'up' })]), 'image'],
  [
    'a convolution of a sequence',
    () => decoder([layers.reshape({ targetShape: [16, 4], name: 'rows' })], [conv1d({ filters: 3, kernelSize: 2, name: 'up' })]),
    'rows',
  ],
  ['a transposed convolution, normalized before', () => decoder([layers.batchNormalization({ name: 'norm' }), image()], [up()]), 'image'],
  [
    'a transposed convolution, normalized behind',
    () => decoder([image(), layers.batchNormalization({ name: 'norm' }), layers.reLU({ name: 'relu' })], [up()]),
    'relu',
  ],
  [
    'a convolution behind two reshapes',
    () => decoder([layers.reshape({ targetShape: [8, 8], name: 'first' }), image(), layers.dropout({ rate: 0.5 })], [up()]),
    'image',
  ],
];

describe.each(cases)('values of a dense layer that become channels of %s', (_, make, place) => {
  it('are the same units for masks as for groups', () => {
    const network = make();
    const { masks } = insertMasks(network);
    expect(masks.map(({ places, mask }) => [places, mask.logits.shape])).toEqual([
      [[place], [1, 4]],
      [['up'], [1, 3]],
    ]);
    const groups = unitGroups(network).filter(({ places }) => places.length > 0);
    expect(groups.map(({ name, size, places, isDroppable }) => [name, size, places, isDroppable])).toEqual([
      ['dense', 4, [place], true],
      ['up', 3, ['up'], true],
    ]);
  });

  it('all go when their channel is dropped', async () => {
    const { network, masks } = insertMasks(make());
    masks[0]!.mask.logits.write(tensor([[1, -1, 1, -1]]));
    masks[1]!.mask.logits.write(tensor([[1, 1, 1]]));
    const { certificate, network: small } = await extractMasked(network);
    expect(certificate.layers[0]).toEqual({ layer: 'dense', before: 64, after: 32, masked: 32, dead: 0, unreachable: 0 });
    expect(certificate.retained).toEqual([]);
    expect(small.getLayer('dense').weights[0]!.shape).toEqual([5, 32]);
  });
});

it.each([
  [
    'dense',
    'insertMasks: layer "dense" has 64 values of 4 units, because a reshape merges several values of "dense" into each channel, which can only be dropped together; select the reshape or a layer after it, or give the mask granularity: \'element\'',
  ],
  ['norm', 'layer "norm" has 64 values of 4 units, because a reshape merges several values of "dense"'],
])('a mask behind "%s" is refused, for which they would be more units', (layer, message) => {
  const network = decoder([layers.batchNormalization({ name: 'norm' }), image()], [up()]);
  expect(refusal(() => insertMasks(network, { layers: layer }))).toContain(message);
  expect(insertMasks(network, { layers: layer, granularity: 'element' }).masks[0]!.mask.logits.shape).toEqual([1, 64]);
  expect(unitGroups(network, { granularity: 'element' }).find(({ name }) => name === 'dense')!.size).toBe(64);
});

it('a mask behind a flattened convolution is one of its elements', () => {
  expect(insertMasks(flattened(), { layers: 'flat' }).masks[0]!.mask.logits.shape).toEqual([1, 27]);
});

it.each([
  ['flattened', flattened],
  ['as an image', imaged],
])('units of the sum of a convolution and a dense layer, %s, are as many for masks as for groups', (_, make) => {
  const sizes = insertMasks(make()).masks.map(({ layer, mask }) => [layer, mask.logits.shape[1]]);
  const groups = unitGroups(make()).filter(({ places }) => places.length > 0);
  expect(sizes).toEqual(groups.map(({ places, size }) => [places[0], size]));
});
