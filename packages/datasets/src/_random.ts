import { requireOptions, wholeNumber } from '@dum/errors';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random numbers. */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Uniform whole number below `end`. */
  below(end: number): number;
  /** Standard normal. */
  normal(): number;
}

/** MurmurHash3's finaliser: each bit of the number changes about half of the result's 32 bits. */
export const scramble = (value: number): number => {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
};

/**
 * Creates stream `stream` (from 0) of a seed: xoroshiro128+, with streams 2⁶⁴ draws apart. The seed is scrambled, because the generator's
 * first draws are nearly a linear function of it (small seeds would all start with the same number).
 */
export const random = (who: string, seed: number, stream = 0): Random => {
  requireOptions(who, { seed }, { seed: wholeNumber() });
  const generator = xoroshiro128plus(scramble((seed % 2 ** 32) ^ scramble(Math.floor(seed / 2 ** 32))));
  for (let jump = 0; jump <= stream; jump++) generator.jump();
  return {
    uniform: (low, high) => low + (high - low) * uniformFloat64(generator),
    below: (end) => uniformInt(generator, 0, end - 1),
    // Box–Muller; 1 − u is never 0
    normal: () => Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator))) * Math.cos(2 * Math.PI * uniformFloat64(generator)),
  };
};
