import { DumError } from '@dum/errors';
import {
  complement,
  channelGroups,
  createMaskSet,
  equalMasks,
  intersectMasks,
  keptUnits,
  subtractMasks,
  totalUnits,
  uniteMasks,
  type MaskSet,
} from '@dum/masks/mask-set';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparableMasks, network, otherNetwork } from './arbitrary-masks.js';

const onThree = (kept: number[]): MaskSet => createMaskSet(network, [{ layer: 'dense', shape: [kept.length], kept }]);
const first = onThree([0, 0, 1, 1]);
const second = onThree([0, 1, 0, 1]);

test.each([
  ['intersection', intersectMasks(first, second), [0, 0, 0, 1]],
  ['union', uniteMasks(first, second), [0, 1, 1, 1]],
  ['difference', subtractMasks(first, second), [0, 0, 1, 0]],
  ['complement', complement(first), [1, 1, 0, 0]],
  ['intersection of three', intersectMasks(first, second, onThree([1, 1, 1, 0])), [0, 0, 0, 0]],
  ['union of three', uniteMasks(first, second, onThree([1, 0, 0, 0])), [1, 1, 1, 1]],
  ['intersection of one', intersectMasks(first), [0, 0, 1, 1]],
])('%s, by truth table', (_, masks, kept) => {
  expect(masks).toEqual(onThree(kept));
});

test('an intersection and a union follow De Morgan', () => {
  fc.assert(
    fc.property(comparableMasks(3), ([a, b, c]) => {
      expect(complement(uniteMasks(a!, b!, c!))).toEqual(intersectMasks(complement(a!), complement(b!), complement(c!)));
      expect(complement(intersectMasks(a!, b!, c!))).toEqual(uniteMasks(complement(a!), complement(b!), complement(c!)));
    }),
  );
});

test('they commute, associate, distribute and absorb', () => {
  fc.assert(
    fc.property(comparableMasks(3), ([a, b, c]) => {
      expect(intersectMasks(a!, b!)).toEqual(intersectMasks(b!, a!));
      expect(uniteMasks(a!, b!)).toEqual(uniteMasks(b!, a!));
      expect(uniteMasks(a!, uniteMasks(b!, c!))).toEqual(uniteMasks(a!, b!, c!));
      expect(intersectMasks(a!, uniteMasks(b!, c!))).toEqual(uniteMasks(intersectMasks(a!, b!), intersectMasks(a!, c!)));
      expect(uniteMasks(a!, intersectMasks(a!, b!))).toEqual(a);
    }),
  );
});

test('a complement is an involution, disjoint and exhaustive', () => {
  fc.assert(
    fc.property(comparableMasks(1), ([a]) => {
      expect(complement(complement(a!))).toEqual(a);
      expect(keptUnits(intersectMasks(a!, complement(a!)))).toBe(0);
      expect(keptUnits(uniteMasks(a!, complement(a!)))).toBe(totalUnits(a!));
    }),
  );
});

test('a difference is the intersection with the complement, and sizes add up', () => {
  fc.assert(
    fc.property(comparableMasks(2), ([a, b]) => {
      expect(subtractMasks(a!, b!)).toEqual(intersectMasks(a!, complement(b!)));
      expect(keptUnits(uniteMasks(a!, b!)) + keptUnits(intersectMasks(a!, b!))).toBe(keptUnits(a!) + keptUnits(b!));
    }),
  );
});

test('equality is that of the bits', () => {
  fc.assert(
    fc.property(comparableMasks(2), ([a, b]) => {
      const bits = (masks: MaskSet) => masks.layers.map(({ kept }) => kept.join('')).join();
      expect(equalMasks(a!, b!)).toBe(bits(a!) === bits(b!));
      expect(equalMasks(a!, complement(complement(a!)))).toBe(true);
    }),
  );
});

test('results share no memory with their inputs', () => {
  for (const result of [intersectMasks(first), uniteMasks(first), subtractMasks(first, second), complement(first)]) {
    result.layers[0]!.kept.fill(9);
    expect(first).toEqual(onThree([0, 0, 1, 1]));
  }
});

const elsewhere = createMaskSet(otherNetwork, first.layers);
const reshaped = createMaskSet(network, [{ layer: 'dense', shape: [2, 2], kept: [0, 0, 0, 0] }]);
const grouped = createMaskSet(network, [{ layer: 'dense', granularity: channelGroups(2), shape: [4], kept: [0, 0, 0, 0] }]);
const renamed = createMaskSet(network, [{ layer: 'dense_2', shape: [4], kept: [0, 0, 0, 0] }]);
const longer = createMaskSet(network, [...first.layers, ...renamed.layers]);

test.each([
  ['networks', elsewhere, `the masks belong to two networks, ${network} and ${otherNetwork}; expected masks of one network`],
  [
    'shapes',
    reshaped,
    'the masks cover different layers: number 1 is "dense" of shape [4] in one and "dense" of shape [2, 2] in the other; expected the same layers in the same order',
  ],
  [
    'names',
    renamed,
    'the masks cover different layers: number 1 is "dense" of shape [4] in one and "dense_2" of shape [4] in the other; expected the same layers in the same order',
  ],
  [
    'numbers of layers',
    longer,
    'the masks cover different layers: number 2 is nothing in one and "dense_2" of shape [4] in the other; expected the same layers in the same order',
  ],
  [
    'units',
    grouped,
    'the masks of "dense" have other units: channels in one and groups of 2 channels in the other; expected masks of the same granularity',
  ],
])('masks of different %s are refused', (_, other, reason) => {
  for (const combine of [intersectMasks, uniteMasks, subtractMasks, equalMasks])
    expect(() => combine(first, other)).toThrow(new DumError('bad-input', `${combine.name}: ${reason}`));
  expect(() => uniteMasks(first, second, other)).toThrow(reason);
});

test('channels and elements of one axis are the same units', () => {
  const elements = createMaskSet(network, [{ layer: 'dense', granularity: 'element', shape: [4], kept: first.layers[0]!.kept }]);
  expect(equalMasks(first, elements)).toBe(true);
});
