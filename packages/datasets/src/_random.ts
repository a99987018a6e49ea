import { DumError } from '@dum/errors';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws from one seeded stream. */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Uniform whole number below `end`. */
  below(end: number): number;
  /** Standard normal. */
  normal(): number;
}

/** A stream of its own for each `stream` number of one seed: xoroshiro128+, jumped ahead 2⁶⁴ draws a stream. */
export const random = (who: string, seed: number, stream = 0): Random => {
  if (!Number.isSafeInteger(seed)) throw new DumError('bad-input', `${who}: seed is ${String(seed)}; expected a whole number`);
  // the generator keeps 32 bits of its seed: fold the rest in, so that no two small seeds and no large one coincide
  const generator = xoroshiro128plus((seed % 2 ** 32) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b1));
  for (let jump = 0; jump < stream; jump++) generator.jump();
  return {
    uniform: (low, high) => low + (high - low) * uniformFloat64(generator),
    below: (end) => uniformInt(generator, 0, end - 1),
    // Box–Muller; 1 − u is never 0
    normal: () => Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator))) * Math.cos(2 * Math.PI * uniformFloat64(generator)),
  };
};
