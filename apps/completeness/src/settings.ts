/** How the study is done. */
export interface Settings {
  /** Training samples to use; default all 60,000. */
  readonly limit?: number;
  /** Of the network and of each search. */
  readonly epochs: number;
  /** Adam's rate for the heads. */
  readonly headLearningRate: number;
  /** How much the rest counts. */
  readonly weight: number;
  /** Prices of a unit, one search each. */
  readonly prices: readonly number[];
  /** Where masks start: a rest that is still small is easier kept small. */
  readonly initialKeepProbability: number;
  /** Passes in which the rests of the chosen subnetworks are fitted once more, to see whether they can do better. */
  readonly longerEpochs: number;
  /** Units that the baselines take. */
  readonly sizes: readonly number[];
  /** Units of the first layer that go with all of the second. */
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
