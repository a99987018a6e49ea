import { DumError } from '@dum/errors';
import { noiseKey } from '@dum/masks';

/** The shape of an image as networks here take it. */
export type ImageShape = readonly [height: number, width: number, channels: number];

const most = 2 ** 16;

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;

/** Throws `bad-input` for a number that is no integer from 1 to 2¹⁶. */
export const requireCounts = (who: string, counts: Readonly<Record<string, number>>): void => {
  for (const [name, count] of Object.entries(counts)) {
    if (!isCount(count)) throw new DumError('bad-input', `${who}: ${name} is ${String(count)}; expected an integer from 1 to ${most}`);
  }
};

/** Throws `bad-input` for filters that are no list of integers from 1 to 2¹⁶. */
export const requireFilters = (who: string, filters: readonly number[]): void => {
  if (Array.isArray(filters) && filters.length > 0 && filters.every(isCount)) return;
  throw new DumError(
    'bad-input',
    `${who}: filters is ${JSON.stringify(filters)}; expected the filters of each stage, integers from 1 to ${most}, such as [16, 32]`,
  );
};

/** Throws `bad-input` for a shape of no image, and for images too small to be halved as often as is said. */
export const requireImages = (who: string, inputShape: ImageShape, { halvings }: { readonly halvings: number }): void => {
  if (!Array.isArray(inputShape) || inputShape.length !== 3 || !inputShape.every(isCount)) {
    throw new DumError(
      'bad-input',
      `${who}: inputShape is ${JSON.stringify(inputShape)}; expected [height, width, channels], such as [32, 32, 3]`,
    );
  }
  const [height, width] = inputShape;
  if (Math.min(height, width) >= 2 ** halvings) return;
  const possible = Math.floor(Math.log2(Math.min(height, width)));
  throw new DumError(
    'bad-input',
    `${who}: images of ${height} × ${width} can be halved ${possible} times; the network halves them ${halvings} times, so give it fewer stages`,
  );
};

/** A seed for the layer of this number; never 0, which TensorFlow.js takes for none. */
export const layerSeed = (seed: number, layer: number): number => noiseKey(seed, layer) >>> 1 || 1;

/** Throws `bad-input` for a seed that is no integer. */
export const requireSeed = (who: string, seed: number): void => {
  if (!Number.isSafeInteger(seed)) throw new DumError('bad-input', `${who}: seed is ${String(seed)}; expected an integer`);
};
