import { scramble } from '../_random.js';

const turn = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const [c1, c2, c3, c4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];

/** MurmurHash3_x86_128 with seed 0 (Appleby 2011) of whole words, in hexadecimal digits: fast, but not cryptographic. */
export const hashWords = (words: Uint32Array): string => {
  let [h1, h2, h3, h4] = [0, 0, 0, 0];
  const whole = words.length - (words.length % 4);
  for (let at = 0; at < whole; at += 4) {
    h1 ^= Math.imul(turn(Math.imul(words[at]!, c1), 15), c2);
    h1 = (Math.imul((turn(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(turn(Math.imul(words[at + 1]!, c2), 16), c3);
    h2 = (Math.imul((turn(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(turn(Math.imul(words[at + 2]!, c3), 17), c4);
    h3 = (Math.imul((turn(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(turn(Math.imul(words[at + 3]!, c4), 18), c1);
    h4 = (Math.imul((turn(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  // a missing word is 0, and changes nothing
  h3 ^= Math.imul(turn(Math.imul(words[whole + 2] ?? 0, c3), 17), c4);
  h2 ^= Math.imul(turn(Math.imul(words[whole + 1] ?? 0, c2), 16), c3);
  h1 ^= Math.imul(turn(Math.imul(words[whole] ?? 0, c1), 15), c2);
  const mixed = together([h1, h2, h3, h4].map((half) => half ^ words.byteLength));
  return together(mixed.map(scramble))
    .map((half) => (half >>> 0).toString(16).padStart(8, '0'))
    .join('');
};

const together = ([first = 0, ...rest]: readonly number[]): number[] => {
  const sum = rest.reduce((total, each) => (total + each) | 0, first);
  return [sum, ...rest.map((each) => (each + sum) | 0)];
};
