import { requireOptions } from '@dum/errors';
import { maskSetKind } from './argument-kinds.js';
import { assertComparable } from './comparable.js';
import { type MaskSet, withBits } from './mask-set.js';

const combine = (who: string, sets: readonly [MaskSet, ...MaskSet[]], apply: (left: number, right: number) => number): MaskSet => {
  const [first, ...others] = sets;
  requireOptions(who, { first }, { first: maskSetKind });
  for (const other of others) assertComparable(who, first, other);
  const layers = first.layers.map((mask, place) => {
    const combined = mask.kept.slice();
    for (const other of others) {
      const right = other.layers[place]!.kept;
      for (let unit = 0; unit < combined.length; unit++) combined[unit] = apply(combined[unit]!, right[unit]!);
    }
    return withBits(mask, combined);
  });
  return { network: first.network, layers };
};

/**
 * The intersection of sets, the units that every set keeps: A ∩ B ∩ ….
 *
 * @throws DumError 'bad-input' when the sets are of two networks or cover different layers, naming both
 *
 * @example
 * intersectMasks(zero.masks, six.masks); // what the two sub-tasks share
 */
export const intersectMasks = (first: MaskSet, ...others: readonly MaskSet[]): MaskSet =>
  combine('intersectMasks', [first, ...others], (left, right) => left & right);

/**
 * The union of sets, the units that at least one set keeps: A ∪ B ∪ ….
 *
 * @throws DumError 'bad-input' when the sets are of two networks or cover different layers, naming both
 *
 * @example
 * uniteMasks(...subnetworks.map(({ masks }) => masks)); // every unit that any sub-task uses
 */
export const uniteMasks = (first: MaskSet, ...others: readonly MaskSet[]): MaskSet =>
  combine('uniteMasks', [first, ...others], (left, right) => left | right);

/**
 * The difference of two sets, the units that the first keeps and the second does not: A ∖ B.
 *
 * @throws DumError 'bad-input' when the sets are of two networks or cover different layers, naming both
 *
 * @example
 * subtractMasks(zero.masks, six.masks); // what only the first sub-task uses
 */
export const subtractMasks = (first: MaskSet, second: MaskSet): MaskSet =>
  combine('subtractMasks', [first, second], (left, right) => left & (right ^ 1));

/** The complement of a mask set: every unit that it drops, and none that it keeps. */
export const complement = (masks: MaskSet): MaskSet => {
  requireOptions('complement', { masks }, { masks: maskSetKind });
  const layers = masks.layers.map((mask) =>
    withBits(
      mask,
      mask.kept.map((bit) => bit ^ 1),
    ),
  );
  return { network: masks.network, layers };
};

/**
 * Whether two sets keep exactly the same units.
 *
 * @throws DumError 'bad-input' when the sets are of two networks or cover different layers, naming both: such sets
 * can't be compared, and a false would hide the mistake
 */
export const equalMasks = (first: MaskSet, second: MaskSet): boolean => {
  assertComparable('equalMasks', first, second);
  return first.layers.every(({ kept }, place) => kept.every((bit, unit) => bit === second.layers[place]!.kept[unit]));
};
