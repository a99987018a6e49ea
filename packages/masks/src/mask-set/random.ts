import { requireKnownOptions, requireOptions, wholeNumber } from '@dum/errors';
import { sha256 } from '@noble/hashes/sha2.js';
import { createView, utf8ToBytes } from '@noble/hashes/utils.js';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { maskSetKind } from './argument-kinds.js';
import { type LayerMask, type MaskSet, withBits } from './mask-set.js';

/** Options of {@link randomMasks}. */
export interface RandomMasksOptions {
  /** A safe integer; the same seed gives the same draws. */
  readonly seed: number;
  /** The number of sets to draw; default 5. */
  readonly draws?: number;
}

const generatorFor = (seed: number, draw: number, place: number): RandomGenerator => {
  const state = createView(sha256(utf8ToBytes(`${seed}/${draw}/${place}`)));
  return xoroshiro128plusFromState([state.getInt32(0), state.getInt32(4), state.getInt32(8), state.getInt32(12)]);
};

/** Selection sampling: each unit is kept with probability (still needed) / (still left). */
const drawLayer = (mask: LayerMask, random: RandomGenerator): LayerMask => {
  const { kept } = mask;
  const drawn = new Uint8Array(kept.length);
  let wanted = kept.reduce((count, bit) => count + bit, 0);
  for (let unit = 0; wanted > 0; unit++)
    if (uniformInt(random, 1, kept.length - unit) <= wanted) {
      drawn[unit] = 1;
      wanted--;
    }
  return withBits(mask, drawn);
};

/**
 * Draws random controls: sets that keep as many units *in each layer* as `masks`, drawn uniformly without replacement.
 *
 * Each draw depends on seed, number of the draw and index of the layer only, so draw d is the same for any `draws` and does not depend on
 * what other layers keep.
 *
 * @throws DumError 'bad-input' when `seed` is not a safe integer, `draws` is not a whole number of at least 1, or for an unknown option
 *
 * @example
 * const controls = randomMasks(subnetwork.masks, { seed: 7 }); // 5 sets of the same size
 */
export const randomMasks = (masks: MaskSet, options: RandomMasksOptions): MaskSet[] => {
  requireKnownOptions('randomMasks', options, ['seed', 'draws']);
  const { seed, draws = 5 } = options;
  requireOptions('randomMasks', { masks, seed, draws }, { masks: maskSetKind, seed: wholeNumber(), draws: wholeNumber(1) });
  return Array.from({ length: draws }, (_, draw) => ({
    network: masks.network,
    layers: masks.layers.map((layer, place) => drawLayer(layer, generatorFor(seed, draw, place))),
  }));
};
