/** How a network is compressed; docs/compression.md tells how this was chosen. */
export interface Settings {
  /** Training samples to use; all when undefined. */
  readonly limit?: number;
  /** How the whole network is trained. */
  readonly network: Training;
  /** How masks are learned in each round. */
  readonly search: { readonly epochs: number; readonly initialKeepProbability: number; readonly learningRate: number };
  /** The price of a pixel or unit in the masks of each round, which goes on with the network that the round before it left. */
  readonly prices: readonly number[];
  /** How the network that a round cuts out is tuned, but for its epochs, and those of every round and of the last. */
  readonly tuning: Omit<Training, 'epochs'>;
  readonly roundEpochs: number;
  readonly lastEpochs: number;
}

interface Training {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly inputDropout: number;
}

/** The settings of the table. */
export const settings: Settings = {
  network: { epochs: 25, batchSize: 128, learningRate: 1.5e-3, inputDropout: 0.2 },
  search: { epochs: 4, initialKeepProbability: 0.9, learningRate: 0.1 },
  prices: [4e-4, 8e-4, 1.2e-3, 1.8e-3],
  tuning: { batchSize: 128, learningRate: 3e-3, inputDropout: 0.1 },
  roundEpochs: 10,
  lastEpochs: 60,
};
