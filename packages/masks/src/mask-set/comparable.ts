import { DumError } from '@dum/errors';
import type { LayerMask, MaskSet } from './mask-set.js';

const describe = (mask: LayerMask | undefined): string => {
  if (mask === undefined) return 'nothing';
  const places = (mask.places ?? [mask.layer]).map((place) => JSON.stringify(place)).join(' and ');
  return `${places} of shape [${mask.shape.join(', ')}]`;
};

/**
 * Refuses two sets of masks that do not belong together, unit by unit.
 *
 * @throws DumError 'bad-input' naming both fingerprints when the networks differ, or the first pair of layers that
 * differ in name or shape
 */
export const assertComparable = (who: string, first: MaskSet, second: MaskSet): void => {
  if (first.network !== second.network)
    throw new DumError(
      'bad-input',
      `${who}: the masks belong to two networks, ${first.network} and ${second.network}; expected masks of one network`,
    );
  const places = Math.max(first.layers.length, second.layers.length);
  for (let place = 0; place < places; place++) {
    const [left, right] = [describe(first.layers[place]), describe(second.layers[place])];
    if (left !== right)
      throw new DumError(
        'bad-input',
        `${who}: the masks cover different layers: number ${place + 1} is ${left} in one and ${right} in the other; expected the same layers in the same order`,
      );
  }
};
