import { DumError } from '@dum/errors';

/** The values of the bytes 0 and 255; others are interpolated linearly: `low + byte · (high − low) / 255`. */
export type PixelRange = readonly [low: number, high: number];

const usual: PixelRange = [0, 1];

/** Checks that a range rises from one finite number to another, and returns it; default [0, 1]. */
export const checkedPixelRange = (who: string, range: PixelRange = usual): PixelRange => {
  const [low, high] = Array.isArray(range) && range.length === 2 ? range : [Number.NaN, Number.NaN];
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return range;
  throw new DumError(
    'bad-input',
    `${who}: pixelRange is ${JSON.stringify(range)}; expected the values of the darkest and the brightest pixel, such as [0, 1] or [0, 255]`,
  );
};
