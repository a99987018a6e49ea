import { DumError, requireOptions, wholeNumber } from '@dum/errors';
import { noiseKey } from '@dum/masks/noise';
import { requireBackend } from './require-backend.js';

/** The shape of an image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

const most = 2 ** 16;

const size = wholeNumber(1, most);

/** Throws `bad-input` for a count that is not a whole number from 1 to 2¹⁶. */
export const requireCounts = (who: string, counts: Readonly<Record<string, number>>): void =>
  requireOptions(who, counts, Object.fromEntries(Object.keys(counts).map((name) => [name, size])));

/** Throws `bad-input` for filters that are not a list of whole numbers from 1 to 2¹⁶. */
export const requireFilters = (who: string, filters: readonly number[]): void => {
  if (Array.isArray(filters) && filters.length > 0 && filters.every(size.holds)) return;
  throw new DumError(
    'bad-input',
    `${who}: filters is ${JSON.stringify(filters)}; expected the filters of each stage, whole numbers from 1 to ${most}, such as [16, 32]`,
  );
};

/** Throws `bad-input` for a shape that is not an image's, and for images too small to be halved `halvings` times. */
export const requireImages = (who: string, inputShape: ImageShape, { halvings }: { readonly halvings: number }): void => {
  if (!Array.isArray(inputShape) || inputShape.length !== 3 || !inputShape.every(size.holds)) {
    throw new DumError(
      'bad-input',
      `${who}: inputShape is ${JSON.stringify(inputShape)}; expected [height, width, channels], such as [32, 32, 3]`,
    );
  }
  requireBackend(who);
  const [height, width] = inputShape;
  if (Math.min(height, width) >= 2 ** halvings) return;
  const possible = Math.floor(Math.log2(Math.min(height, width)));
  throw new DumError(
    'bad-input',
    `${who}: images of ${height} × ${width} can be halved ${possible} times; the network halves them ${halvings} times, so give it fewer stages`,
  );
};

/** The seed of a layer by its number; never 0, which TensorFlow.js treats as no seed. */
export const layerSeed = (seed: number, layer: number): number => noiseKey(seed, layer) >>> 1 || 1;

/** Throws `bad-input` for a seed that is not a whole number. */
export const requireSeed = (who: string, seed: number): void => requireOptions(who, { seed }, { seed: wholeNumber() });
