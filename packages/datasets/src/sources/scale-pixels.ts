import type { PixelRange } from './pixel-range.js';

/** Writes bytes as numbers of a range into an array, from a place on: one look into a table a byte, so no value is computed twice. */
export const scalePixelsInto = (values: Float32Array, at: number, bytes: Uint8Array, [low, high]: PixelRange): void => {
  const scaled = Float32Array.from({ length: 256 }, (_, byte) => (255 * low + (high - low) * byte) / 255);
  for (let i = 0; i < bytes.length; i++) values[at + i] = scaled[bytes[i]!]!;
};

/** Bytes 0 … 255 as numbers of a range. */
export const scalePixels = (bytes: Uint8Array, range: PixelRange): Float32Array => {
  const values = new Float32Array(bytes.length);
  scalePixelsInto(values, 0, bytes, range);
  return values;
};
