import type { Sizes } from './samples.js';

/** How masks are searched and measured. */
export interface Settings {
  readonly sizes: Sizes;
  /** The number of last convolutions that are masked. */
  readonly convolutions: number;
  /** The share of their channels that a mask may keep. */
  readonly share: number;
  /** Samples of each step. */
  readonly batchSize: number;
  /** Passes of the search over the training samples. */
  readonly epochs: number;
  /** Rounds of local search, each of which runs the network on all samples some twenty times for each task. */
  readonly refinements: number;
  /** Passes that fit each linear probe, to masks of every kind alike. */
  readonly readOutEpochs: number;
  /** Random masks for each task. */
  readonly draws: number;
  readonly seed: number;
}

/** The names of the data that the study knows. */
export type DataName = 'cifar-10' | 'photos';

const shared = { convolutions: 4, share: 0.5, batchSize: 64, draws: 5, refinements: 0, seed: 1 };
const parts = { side: 96, seed: 1 };

/** The settings of the page. */
export const settings: Readonly<Record<DataName, Settings>> = {
  'cifar-10': { ...shared, sizes: { ...parts, train: 4000, validation: 1000, test: 2000 }, epochs: 8, readOutEpochs: 16 },
  photos: { ...shared, sizes: { ...parts, train: 500, validation: 100, test: 400 }, epochs: 48, readOutEpochs: 32 },
};
