/**
 * Hashes integers to a 32-bit key: equal parts give the same key, and a change in any part gives an unrelated one.
 *
 * Each part is mixed in by the low-bias 32-bit finalizer of Wellons (hash-prospector).
 */
export const noiseKey = (...parts: readonly number[]): number => parts.reduce((key, part) => mix((mix(key) + part) | 0), 0x9e3779b9);

/** Hashes a text, such as the name of a layer or of a task, to a 32-bit key. */
export const textKey = (text: string): number => noiseKey(text.length, ...Array.from(text, (character) => character.codePointAt(0)!));

/**
 * Fills an array with standard logistic noise, log u − log(1 − u), from a key.
 *
 * Element i is a function of the key and i only (a counter-based generator), so noise does not depend on other draws, and is the same on
 * every backend. u takes 2²⁴ values strictly between 0 and 1, so no value is infinite.
 */
export const fillLogisticNoise = (out: Float32Array, key: number): void => {
  for (let i = 0; i < out.length; i++) {
    const u = ((mix((key + Math.imul(i, 0x9e3779b9)) | 0) >>> 8) + 0.5) * 2 ** -24;
    out[i] = Math.log(u / (1 - u));
  }
};

const mix = (value: number): number => {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x21f0aaad);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x735a2d97);
  return hash ^ (hash >>> 15);
};
