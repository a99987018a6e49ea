import { channelGroups, createMaskSet, type Granularity, keptUnits, totalUnits, type LayerMaskInput } from '@dum/masks/mask-set';
import { DumError } from '@dum/errors';
import { expect, test } from 'vitest';
import { network } from './arbitrary-masks.js';

const three: LayerMaskInput = { layer: 'dense_3', shape: [3], kept: [1, 0, 1] };
const elements: LayerMaskInput = { layer: 'conv_1', shape: [2, 1, 2], kept: Uint8Array.of(0, 1, 0, 0) };

test('holds the layers in order, bits as bytes', () => {
  expect(createMaskSet(network, [three, elements])).toEqual({
    network,
    layers: [
      { layer: 'dense_3', granularity: 'channel', shape: [3], kept: Uint8Array.of(1, 0, 1) },
      { layer: 'conv_1', granularity: 'element', shape: [2, 1, 2], kept: Uint8Array.of(0, 1, 0, 0) },
    ],
  });
});

test('shares no memory with its input', () => {
  const kept = Uint8Array.of(1, 0);
  const shape = [2];
  const masks = createMaskSet(network, [{ layer: 'dense', shape, kept }]);
  kept[0] = 0;
  shape[0] = 7;
  expect(masks.layers[0]).toEqual({ layer: 'dense', granularity: 'channel', shape: [2], kept: Uint8Array.of(1, 0) });
});

test('keeps the places of tied units, where there are several', () => {
  const places = ['dense_3', 'sum'];
  const masks = createMaskSet(network, [
    { ...three, places },
    { ...elements, places: ['conv_1'] },
  ]);
  places[1] = 'other';
  expect(masks.layers.map((mask) => mask.places)).toEqual([['dense_3', 'sum'], undefined]);
  expect(totalUnits(masks)).toBe(7);
});

test('counts units, in all and by layer', () => {
  const masks = createMaskSet(network, [three, elements]);
  expect([keptUnits(masks), keptUnits(masks, 'dense_3'), keptUnits(masks, 'conv_1')]).toEqual([3, 2, 1]);
  expect([totalUnits(masks), totalUnits(masks, 'dense_3'), totalUnits(masks, 'conv_1')]).toEqual([7, 3, 4]);
});

test('counts 100,000 units', () => {
  const kept = Uint8Array.from({ length: 100_000 }, (_, unit) => (unit % 3 === 0 ? 1 : 0));
  expect(keptUnits(createMaskSet(network, [{ layer: 'wide', shape: [100_000], kept }]))).toBe(33_334);
});

const refused: [reason: string, make: () => unknown, message: string][] = [
  [
    'a name for a fingerprint',
    () => createMaskSet('my network', [three]),
    'createMaskSet: the network is "my network"; expected its fingerprint, 64 lower-case hexadecimal digits',
  ],
  [
    'an upper-case fingerprint',
    () => createMaskSet('F'.repeat(64), [three]),
    `createMaskSet: the network is "${'F'.repeat(60)}…"; expected its fingerprint, 64 lower-case hexadecimal digits`,
  ],
  ['no layer', () => createMaskSet(network, []), 'createMaskSet: there is no layer; expected at least one masked layer'],
  [
    'a repeated name',
    () => createMaskSet(network, [three, elements, three]),
    'createMaskSet: two layers are named "dense_3"; give each masked layer once',
  ],
  [
    'places that begin with another layer',
    () => createMaskSet(network, [{ ...three, places: ['sum', 'dense_3'] }]),
    'createMaskSet: layer "dense_3" has places a list of 2; expected names of layers, its own first',
  ],
  [
    'places that are none',
    () => createMaskSet(network, [{ ...three, places: 3 as unknown as string[] }]),
    'createMaskSet: layer "dense_3" has places 3; expected names of layers, its own first',
  ],
  [
    'a place that is a layer of its own',
    () => createMaskSet(network, [{ ...three, places: ['dense_3', 'conv_1'] }, elements]),
    'createMaskSet: two layers are named "conv_1"; give each masked layer once',
  ],
  [
    'units that are none',
    () => createMaskSet(network, [{ ...three, granularity: 'neuron' as Granularity }]),
    'createMaskSet: granularity of layer "dense_3" is "neuron"; expected "channel", "element" or channelGroups(size)',
  ],
  [
    'groups of half a channel',
    () => createMaskSet(network, [{ ...three, granularity: { channelGroup: 1.5 } }]),
    'createMaskSet: granularity of layer "dense_3" is an object; expected "channel", "element" or channelGroups(size)',
  ],
  [
    'channels along several axes',
    () => createMaskSet(network, [{ ...elements, granularity: 'channel' }]),
    'createMaskSet: layer "conv_1" has shape [2, 1, 2]; a mask of channels has one axis, so expected one size',
  ],
  [
    'groups along several axes',
    () => createMaskSet(network, [{ ...elements, granularity: channelGroups(2) }]),
    'createMaskSet: layer "conv_1" has shape [2, 1, 2]; a mask of groups of 2 channels has one axis, so expected one size',
  ],
  ['a group of one', () => channelGroups(1), 'channelGroups: size is 1; expected a whole number of at least 2'],
  ['no name', () => createMaskSet(network, [{ ...three, layer: '' }]), 'createMaskSet: a layer is named ""; expected a non-empty text'],
  [
    'no dimension',
    () => createMaskSet(network, [{ ...three, shape: [] }]),
    'createMaskSet: layer "dense_3" has shape []; expected one or more whole numbers of at least 1',
  ],
  ...[0, -1, 1.5, NaN, Infinity, 2 ** 53].map((size): [string, () => unknown, string] => [
    `size ${size}`,
    () => createMaskSet(network, [{ ...three, shape: [3, size] }]),
    `createMaskSet: layer "dense_3" has shape [3, ${size}]; expected one or more whole numbers of at least 1`,
  ]),
  [
    'too few bits',
    () => createMaskSet(network, [{ ...three, kept: [1, 0] }]),
    'createMaskSet: layer "dense_3" of shape [3] has 3 units but 2 values in kept; give each unit a 0 or a 1',
  ],
  ...[2, 256, 257, -1, 0.5, NaN].map((bit): [string, () => unknown, string] => [
    `bit ${bit}`,
    () => createMaskSet(network, [{ ...three, kept: [1, bit, 0] }]),
    `createMaskSet: unit 1 of layer "dense_3" is ${bit}; expected 0 (dropped) or 1 (kept)`,
  ]),
  [
    'a misspelt layer',
    () => keptUnits(createMaskSet(network, [three, elements]), 'dense3'),
    'keptUnits: no masked layer is named "dense3"; these masks have dense_3, conv_1. Did you mean "dense_3"?',
  ],
  [
    'an unknown layer',
    () => totalUnits(createMaskSet(network, [three, elements]), 'embedding'),
    'totalUnits: no masked layer is named "embedding"; these masks have dense_3, conv_1.',
  ],
];

test.each(refused)('refuses %s', (_, make, message) => {
  expect(make).toThrow(new DumError('bad-input', message));
});

test('an unknown layer of very many is answered with the first few names', () => {
  const layers = Array.from({ length: 25 }, (_, place) => ({ ...three, layer: `layer_number_${place}` }));
  expect(() => keptUnits(createMaskSet(network, layers), 'x')).toThrow('layer_number_19 and 5 more.');
});
