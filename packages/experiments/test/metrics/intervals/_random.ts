import { noiseKey } from '@dum/masks/noise';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Independent draws of some distributions, the same for the same seed. */
export const randomDraws = (seed: number) => {
  const generator = xoroshiro128plus(noiseKey(seed));
  const uniform = () => uniformFloat64(generator);
  const exponential = () => -Math.log(1 - uniform());
  return {
    /** Mean 0, deviation 1. */
    normal: () => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform()),
    /** The sum of as many exponential values: mean `shape`, variance `shape`, skewness 2 / √shape. */
    gamma: (shape: number) => Array.from({ length: shape }, exponential).reduce((sum, value) => sum + value),
    /** The share of hits among as many trials. */
    proportion: (trials: number, share: number) => Array.from({ length: trials }, uniform).filter((value) => value < share).length / trials,
  };
};
