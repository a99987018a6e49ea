import { requireKnownOptions, requireOptions, wholeNumber } from '@dum/errors';
import { sha256 } from '@noble/hashes/sha2.js';
import { createView, utf8ToBytes } from '@noble/hashes/utils.js';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { type LayerMask, type MaskSet, withBits } from './mask-set.js';

/** What {@link randomMasks} needs to know. */
export interface RandomMasksOptions {
  /** A safe integer; the same seed gives the same draws. */
  readonly seed: number;
  /** How many sets to draw; 5 when not given. */
  readonly draws?: number;
}

const generatorFor = (seed: number, draw: number, place: number): RandomGenerator => {
  const state = createView(sha256(utf8ToBytes(`${seed}/${draw}/${place}`)));
  return xoroshiro128plusFromState([state.getInt32(0), state.getInt32(4), state.getInt32(8), state.getInt32(12)]);
};

/** Selection sampling: unit by unit, kept with probability (still wanted) / (still to come). */
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
 * Random controls: sets that keep as many units *in each layer* as `masks` does, drawn uniformly without replacement.
 *
 * Each draw is keyed by seed, draw and place of the layer, so draw d is the same whatever `draws` is, and does not
 * depend on what other layers keep.
 *
 * @throws DumError 'bad-input' when `seed` is no safe integer, `draws` no whole number of at least 1, or an option of
 * another name
 *
 * @example
 * const controls = randomMasks(subnetwork.masks, { seed: 7 }); // 5 sets of the same size
 */
export const randomMasks = (masks: MaskSet, options: RandomMasksOptions): MaskSet[] => {
  requireKnownOptions('randomMasks', options, ['seed', 'draws']);
  const { seed, draws = 5 } = options;
  requireOptions('randomMasks', { seed, draws }, { seed: wholeNumber(), draws: wholeNumber(1) });
  return Array.from({ length: draws }, (_, draw) => ({
    network: masks.network,
    layers: masks.layers.map((layer, place) => drawLayer(layer, generatorFor(seed, draw, place))),
  }));
};
