import { DumError, requireOptions } from '@dum/errors';
import { haveSameUnits, unitsText } from '../units/granularity.js';
import { maskSetKind } from './argument-kinds.js';
import type { LayerMask, MaskSet } from './mask-set.js';

const describe = (mask: LayerMask | undefined): string => {
  if (mask === undefined) return 'nothing';
  const places = (mask.places ?? [mask.layer]).map((place) => JSON.stringify(place)).join(' and ');
  return `${places} of shape [${mask.shape.join(', ')}]`;
};

/**
 * Refuses two mask sets whose units do not correspond.
 *
 * @throws DumError 'bad-input' naming both fingerprints when the networks differ, or the first pair of layers that differ in name, shape or
 * granularity
 */
export const assertComparable = (who: string, first: MaskSet, second: MaskSet): void => {
  requireOptions(who, { first, second }, { first: maskSetKind, second: maskSetKind });
  if (first.network !== second.network)
    throw new DumError(
      'bad-input',
      `${who}: the masks belong to two networks, ${first.network} and ${second.network}; expected masks of one network`,
    );
  const places = Math.max(first.layers.length, second.layers.length);
  for (let place = 0; place < places; place++) {
    const [one, other] = [first.layers[place], second.layers[place]];
    if (one !== undefined && other !== undefined && one.layer === other.layer && !haveSameUnits(one.granularity, other.granularity))
      throw new DumError(
        'bad-input',
        `${who}: the masks of ${JSON.stringify(one.layer)} have other units: ${unitsText(one.granularity)} in one and ${unitsText(other.granularity)} in the other; expected masks of the same granularity`,
      );
    const [left, right] = [describe(one), describe(other)];
    if (left !== right)
      throw new DumError(
        'bad-input',
        `${who}: the masks cover different layers: number ${place + 1} is ${left} in one and ${right} in the other; expected the same layers in the same order`,
      );
  }
};
