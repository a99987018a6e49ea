import { DumError } from '@dum/errors';

/** Bytes 0 … 255 as numbers 0 … 1. */
export const scalePixels = (bytes: Uint8Array): Float32Array => {
  const scaled = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) values[i] = scaled[bytes[i]!]!;
  return values;
};

/** How many of `count` samples to keep. */
export const limited = (who: string, count: number, limit: number | undefined): number => {
  if (limit === undefined) return count;
  if (!Number.isInteger(limit) || limit < 1)
    throw new DumError('bad-input', `${who}: limit is ${limit}; expected a whole number of at least 1`);
  return Math.min(count, limit);
};
