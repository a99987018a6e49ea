/** How a network is compressed; docs/compression.md describes how the values were chosen. */
export interface Settings {
  /** Training samples to use; all when undefined. */
  readonly samples?: number;
  /** How the whole network is trained. */
  readonly network: Training;
  /** How the masks of a round are learned. */
  readonly search: {
    readonly epochs: number;
    readonly initialKeepProbability: number;
    readonly learningRate: number;
    readonly headLearningRate: number;
  };
  /** The price of a pixel or unit in the first round, and the factor by which it grows from round to round. */
  readonly price: { readonly first: number; readonly growth: number };
  /** How the network that a round extracts is tuned. */
  readonly tuning: Training;
  /** The largest number of parameters of each network of the table, descending. */
  readonly limits: readonly number[];
  /** Epochs of the last tuning of a network of the table. */
  readonly lastEpochs: number;
}

interface Training {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly inputDropout: number;
}

/** The settings of the table. The limits are the parameters of the published networks. */
export const settings: Settings = {
  network: { epochs: 25, batchSize: 128, learningRate: 1.5e-3, inputDropout: 0.2 },
  search: { epochs: 4, initialKeepProbability: 0.95, learningRate: 0.1, headLearningRate: 0.01 },
  price: { first: 4e-4, growth: 1.2 },
  tuning: { epochs: 12, batchSize: 128, learningRate: 3e-3, inputDropout: 0.08 },
  limits: [26_773, 9674],
  lastEpochs: 30,
};
