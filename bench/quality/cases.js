// The cases of the quality suite, and the role of each. Defaults are chosen on cases for choosing alone; those held back are looked at
// once, at the end.

export const roles = ['choosing', 'held-back'];

/** The seeds of plants, which no two roles share. */
export const plantSeeds = { choosing: [1, 2, 3], 'held-back': [101, 102, 103] };

/** The options of `plantModules`, by role and name. */
export const plants = {
  choosing: {
    wide: { own: [20, 20], shared: 10 },
    needle: { own: [6], others: 500 },
    'needle-pair': { own: [6, 6], others: 100 },
    deep: { own: [8, 8, 8, 8], others: 8 },
    normalized: { own: [16, 12], others: 30, normalization: true },
    residual: { own: [12, 10, 12], residual: true, others: 20 },
    convolutional: { kind: 'convolutional', own: [12, 12], others: 26, samples: 2000 },
    small: {},
  },
  'held-back': {
    huge: { own: [40], others: 1968 },
    'one-percent': { own: [5, 5], others: 490 },
    majority: { own: [30, 30], shared: 20 },
    'three-deep': { own: [12, 8, 12], others: 24 },
    'four-deep': { own: [6, 6, 6, 6], others: 20 },
    correlated: { own: [10, 8], correlation: 0.9, others: 30 },
    'partly-shared': { own: [12, 8], shared: 12, others: 30 },
    'normalized-deep': { own: [10, 10, 10], normalization: true, others: 20 },
    'residual-wide': { own: [24, 16, 24], residual: true, others: 60 },
    'convolutional-wide': { kind: 'convolutional', own: [20], others: 200, samples: 2000 },
    'convolutional-deep': { kind: 'convolutional', own: [8, 8, 8], others: 16, samples: 2000 },
    'convolutional-normalized': { kind: 'convolutional', own: [10, 10], normalization: true, others: 40, samples: 2000 },
  },
};

/** The shares of all units that masks of networks may keep. */
export const shares = [0.1, 0.25, 0.5, 0.75];

/** How masks are learned, and the probes of all masks fitted, where convolutions bound the number of samples. */
const brief = (epochs) => ({ search: { batchSize: 32, epochs }, fitting: { batchSize: 32, readOutEpochs: 16 } });

const kindsOfThings = { pet: ['cat', 'dog'], hoofed: ['deer', 'horse'], road: ['automobile', 'truck'] };

/**
 * Trained networks, by role and name: what opens each, its seeds, and what bounds its time to about ten minutes of one core, such as the
 * number of samples, the layers with masks, and settings of the search.
 */
export const networks = {
  choosing: {
    mnist: { opens: 'mnist', seeds: [1] },
    'fashion-mnist': {
      ...{ opens: 'fashion-mnist', seeds: [1], samples: 2000, validation: 1000, classes: ['Pullover', 'Shirt', 'Sneaker'] },
      ...brief(12),
    },
    'fashion-residual': {
      ...{ opens: 'fashion-mnist', residual: true, seeds: [1], samples: 2000, validation: 1000, classes: ['Pullover', 'Coat', 'Shirt'] },
      fitting: { batchSize: 64, readOutEpochs: 8 },
    },
  },
  'held-back': {
    'mnist-again': { opens: 'mnist', seeds: [2, 3, 4, 5] },
    'resnet-8': {
      ...{ opens: 'cifar-10', file: 'resnet8', seeds: [1], samples: 500, validation: 300, tested: 1000, groups: kindsOfThings },
      layers: ['activation_4', 'activation_5', 'activation_6'],
      ...brief(10),
    },
    'cifar-10-model': {
      ...{ opens: 'cifar-10', file: 'cifar-10-model', seeds: [1], samples: 2000, validation: 500, tested: 2000, groups: kindsOfThings },
      layers: ['batch_normalization_4', 'batch_normalization_5', 'dense', 'dense_1'],
      ...brief(7),
    },
    'tiny-darknet': {
      ...{ opens: 'darknet', seeds: [1], side: 96, validation: 100, tested: 400, classes: ['bird', 'dog', 'vehicle'] },
      layers: ['leaky_re_lu_14', 'leaky_re_lu_15'],
      ...brief(20),
    },
    // Added when kernels had become fast enough for the default steps, after a look at the brief ones; nothing in the search changed between.
    'resnet-8-whole-search': {
      ...{ opens: 'cifar-10', file: 'resnet8', seeds: [1], samples: 4000, validation: 1000, tested: 2000, groups: kindsOfThings },
      ...{ layers: ['activation_4', 'activation_5', 'activation_6'], fitting: { batchSize: 64, readOutEpochs: 8 } },
    },
    'cifar-10-model-whole-search': {
      ...{ opens: 'cifar-10', file: 'cifar-10-model', seeds: [1], samples: 4000, validation: 1000, tested: 2000, groups: kindsOfThings },
      ...{ layers: ['batch_normalization_4', 'batch_normalization_5', 'dense', 'dense_1'], fitting: { batchSize: 64, readOutEpochs: 8 } },
    },
  },
};

/** The split that networks of a role are measured on. */
export const measuredOn = { choosing: 'validation', 'held-back': 'test' };

/** All cases of a role, one for each seed, in the order in which they run. */
export const casesOf = (role) => [
  ...Object.entries(plants[role]).flatMap(([name, plant]) => plantSeeds[role].map((seed) => ({ kind: 'plant', role, name, seed, plant }))),
  ...Object.entries(networks[role]).flatMap(([name, { seeds, ...network }]) =>
    seeds.map((seed) => ({ kind: 'network', role, name, seed, split: measuredOn[role], ...network })),
  ),
];

/** The names of the cases of a role. */
export const namesOf = (role) => [...new Set(casesOf(role).map(({ name }) => name))];
