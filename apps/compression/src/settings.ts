/** How a network is compressed; chosen on the validation split, as docs/compression.md tells. */
export interface Settings {
  /** Training samples to use; all when undefined. */
  readonly limit?: number;
  /** How the whole network is trained. */
  readonly network: { readonly epochs: number };
  /** The price of a pixel or unit in each round of masking, extracting and tuning. */
  readonly prices: readonly number[];
  /** How each round looks for masks. */
  readonly search: { readonly epochs: number; readonly initialKeepProbability: number; readonly learningRate: number };
  /** How each round's network is tuned. */
  readonly tuning: { readonly epochs: number; readonly batchSize: number; readonly learningRate: number };
}

/** The settings of the table. */
export const settings: Settings = {
  network: { epochs: 8 },
  prices: [1.5e-3],
  search: { epochs: 6, initialKeepProbability: 0.5, learningRate: 0.1 },
  tuning: { epochs: 30, batchSize: 128, learningRate: 3e-3 },
};
