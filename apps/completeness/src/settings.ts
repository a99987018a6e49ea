/** How the study is done. */
export interface Settings {
  /** Training samples to use; default all 60,000. */
  readonly limit?: number;
  /** Epochs of the training and of each search. */
  readonly epochs: number;
  /** Adam's learning rate for the linear probes. */
  readonly headLearningRate: number;
  /** The weight of the complement in the objective. */
  readonly weight: number;
  /** Prices of a unit, one search each. */
  readonly prices: readonly number[];
  /** The initial keep probability: a complement that starts small is more easily kept small. */
  readonly initialKeepProbability: number;
  /** Passes of a second, longer fit of the chosen complements' linear probes, to see whether they can do better. */
  readonly longerEpochs: number;
  /** The sizes of the baselines, in units. */
  readonly sizes: readonly number[];
  /** Units of the first layer that are kept with all of the second. */
  readonly firstLayerSizes: readonly number[];
}

/** Chosen on the validation split, among weights 1 to 30, prices 1e-3 to 2e-2 and starts at .12 to .9. */
export const settings: Settings = {
  epochs: 8,
  headLearningRate: 0.01,
  weight: 10,
  prices: [1e-2, 2e-2, 4e-2],
  initialKeepProbability: 0.9,
  longerEpochs: 20,
  sizes: [50, 100, 150, 200, 300],
  firstLayerSizes: [10, 25, 50],
};
