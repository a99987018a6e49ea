import { createMaskSet, type MaskSet } from '@dum/masks/mask-set';
import fc from 'fast-check';
import { network } from '../mask-set/arbitrary-masks.js';

/** Masks on layers that are named layer_0, layer_1, …, given their bits. */
export const masksOf = (...layers: readonly (readonly number[])[]): MaskSet =>
  createMaskSet(
    network,
    layers.map((kept, place) => ({ layer: `layer_${place}`, shape: [kept.length], kept })),
  );

/** The first `kept` of `units` units, from unit `start` on. */
export const run = (units: number, kept: number, start = 0): number[] =>
  Array.from({ length: units }, (_, unit) => Number(unit >= start && unit < start + kept));

/** Three sets on up to three layers of up to `units` units: two to compare, and the live units. */
export const threeSets = (units: number): fc.Arbitrary<readonly [MaskSet, MaskSet, MaskSet]> =>
  fc
    .array(fc.array(fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 0, max: 1 }))), { minLength: 1, maxLength: units }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((layers) => {
      const set = (place: number) => masksOf(...layers.map((bits) => bits.map((three) => three[place]!)));
      return [set(0), set(1), set(2)];
    });
