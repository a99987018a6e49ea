import { DumError, fillOptions, finiteNumber, oneOf, optional, type OptionKind, requireOptions, show, wholeNumber } from '@dum/errors';
import { type Estimator, expectedUnits, type Granularity, gumbelSigmoid, type LayerSelection, type Penalty } from '@dum/masks';
import type { Alpha, Budget, ReadOut } from '@dum/masks/mask-set';
import { requireAlpha } from './price/require-alpha.js';
import { defaultMemory } from '../masked/frozen-activations.js';
import { crossEntropy } from './objectives/cross-entropy.js';
import type { Objective } from './objectives/objective.js';
import { requireObjective } from './objectives/require-objective.js';

/** The settings of a discovery; every one has a default. */
export interface DiscoveryOptions {
  /**
   * The price of one kept unit, at least 0; default 1e-3. Where layers are to have prices of their own, one for each masked layer by its
   * name, as in `{ dense_300: 1e-3, dense_100: 3e-3 }`.
   */
  readonly alpha?: Alpha;
  /**
   * What each task may keep at most: `keepUnits`, `keepParameters` or `keepMacs`. The price is then found while the masks are learned,
   * starting from alpha (prices by layer all move by the same factor), and the final mask keeps the units of the highest logits within the budget. Default none.
   */
  readonly budget?: Budget;
  /** What alpha is the price of, as a penalty without a price; default `expectedUnits()`. It is multiplied by alpha. */
  readonly penalty?: Penalty;
  /**
   * What the masks are to reach: `crossEntropy()` (default), `faithfulness()`, `completeness()` or `classRemoval()`. All but the first are
   * slower, since the whole network or the rest is looked at besides.
   */
  readonly objective?: Objective;
  /**
   * What reads the kept units: a head trained with them (`new-head`, default), or the network's own (`original-head`), with which
   * nothing is fitted. The network must end in the logits or the softmax of the classes of the data then.
   */
  readonly readOut?: ReadOut['kind'];
  /** Default `gumbelSigmoid()`. */
  readonly estimator?: Estimator;
  /** The layers to mask; default those behind which the units of all hidden layers are done, as `insertMasks` has it. */
  readonly layers?: LayerSelection;
  /** Masks the features of the inputs too: each `element`, such as a pixel, or each `channel`. Default none. */
  readonly inputs?: Granularity;
  /** Default `channel`. */
  readonly granularity?: Granularity;
  /** Passes over the training samples; default 8, and as many more as 1,700 steps take. */
  readonly epochs?: number;
  /** Samples of each step, shared by all tasks; default 256. */
  readonly batchSize?: number;
  /** Adam's rate for the logits, which falls to 0 along a cosine; default .2. */
  readonly learningRate?: number;
  /** Adam's rate for the heads, likewise; default .1 over the root mean square of what the unmasked network's head reads. */
  readonly headLearningRate?: number;
  /** The temperature moves between these geometrically; default what suits the estimator, 1 to .3 for `gumbelSigmoid()`. */
  readonly temperature?: { readonly start: number; readonly end: number };
  /** Noise samples of each task's logits a step, each for its part of the batch; default 1. Four cost hardly more, and find better masks. */
  readonly samples?: number;
  /**
   * Searches of each task, each with noise, batches and a head of its own; the one of the lowest validation loss, with the penalty where
   * there is no budget, is the task's. They run one after the other. Default 1.
   */
  readonly restarts?: number;
  /**
   * How likely each unit is kept at the start; default what suits the estimator. For `gumbelSigmoid()` it follows from the network: .2^(2/D)
   * for D masks in a row, and 12 units of the narrowest, whichever is more, but at most .9.
   */
  readonly initialKeepProbability?: number;
  /** Passes in which the read-out is fitted anew on the final mask; default 4. */
  readonly readOutEpochs?: number;
  /** Epochs without a better validation objective after which a task keeps its best masks and stops; default never. */
  readonly patience?: number;
  /** Megabytes that the outputs of the frozen part may take; larger ones are computed anew for each batch. Default 512. */
  readonly memory?: number;
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
  /** The epoch, of all in this phase; those of restarts count on. */
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
  /** Units of the hard mask; null once the task has diverged. */
  readonly keptUnits: number | null;
}

type Following = keyof FollowingSettings;
type Optional = 'layers' | 'inputs' | 'budget' | 'onProgress' | 'signal';

/** The settings whose defaults follow from the network and the data. */
export interface FollowingSettings {
  /** Passes over the training samples. */
  readonly epochs: number;
  /** Adam's rate for the heads at the start. */
  readonly headLearningRate: number;
  /** How likely each unit was kept at the start. */
  readonly initialKeepProbability: number;
}

/** Options with every default filled in. */
export type DiscoverySettings = Required<Omit<DiscoveryOptions, Optional>> & Pick<DiscoveryOptions, Optional>;

/** Options with the defaults that hold for any network and data; those that follow from them may be left open. */
export type GivenSettings = Omit<DiscoverySettings, Following> & Partial<Pick<DiscoverySettings, Following>>;

/** The settings of a search that is told nothing, where its estimator has no other defaults; chosen on the validation split of MNIST. */
export const discoveryDefaults: Required<
  Omit<DiscoveryOptions, 'alpha' | 'layers' | 'inputs' | 'budget' | 'onProgress' | 'signal' | keyof FollowingSettings>
> & { readonly alpha: number } = {
  alpha: 1e-3,
  penalty: expectedUnits(),
  objective: crossEntropy(),
  readOut: 'new-head',
  estimator: gumbelSigmoid(),
  granularity: 'channel',
  batchSize: 256,
  learningRate: 0.2,
  temperature: { start: 1, end: 0.3 },
  samples: 1,
  restarts: 1,
  readOutEpochs: 4,
  patience: Number.POSITIVE_INFINITY,
  memory: defaultMemory,
  seed: 1,
};

const withoutDefault = [
  'layers',
  'inputs',
  'budget',
  'onProgress',
  'signal',
  'epochs',
  'headLearningRate',
  'initialKeepProbability',
] as const;

/** Fills in the defaults that hold for any network and data. Throws `bad-input` for an unknown option or a value out of range, before anything is trained. */
export const resolveOptions = (options: DiscoveryOptions): GivenSettings => {
  const who = 'discoverSubnetworks';
  const defaults = { ...discoveryDefaults, ...options.estimator?.searchDefaults };
  const settings: GivenSettings = fillOptions(who, defaults, options, withoutDefault);
  requireOptions(who, settings, {
    batchSize: wholeNumber(1),
    samples: wholeNumber(1),
    restarts: wholeNumber(1),
    readOutEpochs: wholeNumber(1),
    learningRate: finiteNumber({ above: 0 }),
    memory: finiteNumber({ atLeast: 0 }),
    seed: wholeNumber(),
    epochs: optional(wholeNumber(1)),
    headLearningRate: optional(finiteNumber({ above: 0 })),
    initialKeepProbability: optional(finiteNumber({ above: 0, below: 1 })),
    patience: orForever(wholeNumber(1)),
    readOut: oneOf(['new-head', 'original-head']),
  });
  requireAlpha(who, settings.alpha);
  requirePenalty(settings.penalty);
  requireObjective(who, settings.objective);
  requireTemperature(settings.temperature);
  if (settings.budget !== undefined) requireBudget(who, settings.budget);
  requireOptions(`${who}: temperature`, settings.temperature, { start: finiteNumber({ above: 0 }), end: finiteNumber({ above: 0 }) });
  return settings;
};

const orForever = (kind: OptionKind): OptionKind => ({
  expected: `${kind.expected}, or Infinity`,
  holds: (value) => value === Number.POSITIVE_INFINITY || kind.holds(value),
});

const requirePenalty = (penalty: unknown): void => {
  const { terms } = (penalty ?? {}) as Partial<Penalty>;
  if (Array.isArray(terms) && terms.length > 0) return;
  throw new DumError(
    'bad-input',
    `discoverSubnetworks: penalty is ${show(penalty)}; expected a penalty such as expectedUnits(); alpha is said beside it`,
  );
};

const requireTemperature = (temperature: unknown): void => {
  if (typeof temperature === 'object' && temperature !== null) return;
  throw new DumError(
    'bad-input',
    `discoverSubnetworks: temperature is ${String(temperature)}; expected where it starts and ends, such as { start: 1, end: 0.3 }`,
  );
};

const measures: readonly unknown[] = ['units', 'parameters', 'multiplyAdds'];

/** Throws `bad-input` for what is no budget. */
export const requireBudget = (who: string, budget: unknown): void => {
  const { measure, limit } = (budget ?? {}) as Partial<Budget>;
  if (measures.includes(measure) && Number.isSafeInteger(limit) && limit! >= 1) return;
  throw new DumError('bad-input', `${who}: budget is ${JSON.stringify(budget)}; expected a budget such as keepUnits(50)`);
};
