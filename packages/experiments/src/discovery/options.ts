import { DumError, nearest } from '@dum/errors';
import { type Estimator, expectedUnits, type Granularity, gumbelSigmoid, type LayerSelection, type Penalty } from '@dum/masks';

/** The settings of a discovery; every one has a default. */
export interface DiscoveryOptions {
  /** The price of one kept unit, at least 0; default 1e-3. */
  readonly alpha?: number;
  /** The penalty at price alpha; default `expectedUnits`. */
  readonly penalty?: (alpha: number) => Penalty;
  /** Default `gumbelSigmoid()`. */
  readonly estimator?: Estimator;
  /** The layers to mask; default every dense and convolution layer but the last. */
  readonly layers?: LayerSelection;
  /** Default `channel`. */
  readonly granularity?: Granularity;
  /** Passes over the training samples; default 5. */
  readonly epochs?: number;
  /** Samples of each step, shared by all tasks; default 512. */
  readonly batchSize?: number;
  /** Adam's rate for the logits, which falls to 0 along a cosine; default .2. */
  readonly learningRate?: number;
  /** Adam's rate for the heads, likewise; default .01. */
  readonly headLearningRate?: number;
  /** The temperature moves between these geometrically; default 1 to .5. */
  readonly temperature?: { readonly start: number; readonly end: number };
  /** Noise samples of each task's logits a step; default 1. */
  readonly samples?: number;
  /** Default .27: starting nearly empty beats starting nearly full. */
  readonly initialKeepProbability?: number;
  /** Passes in which the read-out is fitted anew on the final mask; default 4. */
  readonly readOutEpochs?: number;
  /** Epochs without a better validation objective after which a task keeps its best masks and stops; default never. */
  readonly patience?: number;
  /** An integer that keys weights of heads, batches and noise; default 1. */
  readonly seed?: number;
  /** Hears of every epoch, and of steps between. */
  readonly onProgress?: (progress: DiscoveryProgress) => void;
  /** Ends the run at the next step by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** Where a discovery stands. */
export interface DiscoveryProgress {
  readonly phase: 'masks' | 'read-out';
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done, of all in this phase. */
  readonly step: number;
  readonly steps: number;
  /** One record a task when an epoch of masks has ended. */
  readonly tasks?: readonly EpochRecord[];
}

/** One task after one epoch. */
export interface EpochRecord {
  readonly task: string;
  readonly epoch: number;
  /** Mean training loss of sampled masks, without the penalty; null when it was not finite. */
  readonly loss: number | null;
  /** Loss of the hard mask on the validation split, without the penalty. */
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  readonly penalty: number | null;
  readonly keptUnits: number;
}

/** Options with every default filled in. */
export type DiscoverySettings = Required<Omit<DiscoveryOptions, 'layers' | 'onProgress' | 'signal'>> & Pick<DiscoveryOptions, 'layers' | 'onProgress' | 'signal'>;

const defaults = {
  alpha: 1e-3,
  penalty: expectedUnits,
  estimator: gumbelSigmoid(),
  granularity: 'channel',
  epochs: 5,
  batchSize: 512,
  learningRate: 0.2,
  headLearningRate: 0.01,
  temperature: { start: 1, end: 0.5 },
  samples: 1,
  initialKeepProbability: 0.27,
  readOutEpochs: 4,
  patience: Number.POSITIVE_INFINITY,
  seed: 1,
} satisfies DiscoveryOptions;

const optional = ['layers', 'onProgress', 'signal'];

/** Fills in the defaults. Throws `bad-input` for an unknown option or a value out of range, before anything is trained. */
export const resolveOptions = (options: DiscoveryOptions): DiscoverySettings => {
  const known = [...Object.keys(defaults), ...optional];
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const close = nearest(key, known);
    throw new DumError('bad-input', `discoverSubnetworks: no option is called "${key}"${close === undefined ? `; there are ${known.join(', ')}` : `; did you mean "${close}"?`}`);
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings: DiscoverySettings = { ...defaults, ...given };
  const atLeastZero = 'a finite number of at least 0';
  const aboveZero = 'a finite number above 0';
  const positiveInteger = 'an integer of at least 1';
  requireNumber('alpha', settings.alpha, atLeastZero, (value) => value >= 0);
  requireNumber('epochs', settings.epochs, positiveInteger, isPositiveInteger);
  requireNumber('batchSize', settings.batchSize, positiveInteger, isPositiveInteger);
  requireNumber('samples', settings.samples, positiveInteger, isPositiveInteger);
  requireNumber('readOutEpochs', settings.readOutEpochs, positiveInteger, isPositiveInteger);
  requireNumber('learningRate', settings.learningRate, aboveZero, (value) => value > 0);
  requireNumber('headLearningRate', settings.headLearningRate, aboveZero, (value) => value > 0);
  requireNumber('temperature.start', settings.temperature.start, aboveZero, (value) => value > 0);
  requireNumber('temperature.end', settings.temperature.end, aboveZero, (value) => value > 0);
  requireNumber('initialKeepProbability', settings.initialKeepProbability, 'a number between 0 and 1', (value) => value > 0 && value < 1);
  requireNumber('seed', settings.seed, 'an integer', Number.isSafeInteger);
  if (settings.patience !== Number.POSITIVE_INFINITY) requireNumber('patience', settings.patience, positiveInteger, isPositiveInteger);
  return settings;
};

const isPositiveInteger = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

const requireNumber = (name: string, value: number, expected: string, holds: (value: number) => boolean): void => {
  if (typeof value === 'number' && Number.isFinite(value) && holds(value)) return;
  throw new DumError('bad-input', `discoverSubnetworks: ${name} is ${String(value)}; expected ${expected}`);
};
