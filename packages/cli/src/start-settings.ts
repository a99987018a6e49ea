/** What `dum start` trains and searches with, on two cores with wasm; also the defaults of `dum train` and `dum discover`. */
export const startSettings = {
  network: {
    hidden: [300, 100],
    epochs: 8,
    batchSize: 256,
    learningRate: 2e-3,
  },
  discovery: {
    alpha: 7e-4,
    epochs: 5,
    batchSize: 512,
    learningRate: 0.2,
    headLearningRate: 0.01,
    temperature: { start: 1, end: 0.5 },
    samples: 1,
    initialKeepProbability: 0.27,
    readOutEpochs: 4,
  },
  /** Random draws of each control. */
  controls: 5,
} as const;
