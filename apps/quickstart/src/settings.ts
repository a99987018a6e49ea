/** The settings of the walk-through; chosen on the validation split. */
export const settings = {
  seed: 1,
  validation: 5000,
  network: { learningRate: 1e-3, batchSize: 128, epochs: 6 },
  plain: { alpha: 1e-3, initialKeepProbability: 0.27, learningRate: 0.03, batchSize: 128, epochs: 6 },
  short: { alpha: 8e-4 },
} as const;
