import type { PixelRange } from './pixel-range.js';

/** Scales bytes to numbers of a range, with a table, and writes them into an array from index `at` on. */
export const scalePixelsInto = (values: Float32Array, at: number, bytes: Uint8Array, [low, high]: PixelRange): void => {
  const scaled = Float32Array.from({ length: 256 }, (_, byte) => (255 * low + (high - low) * byte) / 255);
  for (let i = 0; i < bytes.length; i++) values[at + i] = scaled[bytes[i]!]!;
};

/** Scales bytes 0 … 255 to numbers of a range. */
export const scalePixels = (bytes: Uint8Array, range: PixelRange): Float32Array => {
  const values = new Float32Array(bytes.length);
  scalePixelsInto(values, 0, bytes, range);
  return values;
};
