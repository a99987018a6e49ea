import { DumError, fillOptions, finiteNumber, oneOf, optional, type OptionKind, requireOptions, show, wholeNumber } from '@dum/errors';
import { type Estimator, expectedUnits, type Granularity, gumbelSigmoid, type LayerSelection, type Penalty } from '@dum/masks';
import type { Alpha, Budget, ReadOut } from '@dum/masks/mask-set';
import { type Dropped, effectKinds, type Normalization, plainEffects } from '../masked/mask-effects.js';
import { requireForLayers } from './require-for-layers.js';
import { probeFittingDefaults, probeFittingKinds } from '../read-outs/index.js';
import { crossEntropy } from './objectives/cross-entropy.js';
import type { Objective } from './objectives/objective.js';
import { requireObjective } from './objectives/require-objective.js';
import type { DiscoveryProgress } from './progress.js';

/** The settings of a search; each has a default. */
export interface DiscoveryOptions {
  /**
   * The price α of one kept unit, at least 0, for all layers or for each masked layer by its name, as in
   * `{ dense_300: 1e-3, dense_100: 3e-3 }`; default 1e-3.
   */
  readonly alpha?: Alpha;
  /**
   * The most that each task may keep: `keepUnits`, `keepParameters` or `keepMacs`. The search then finds the price, starting from alpha
   * (prices by layer are scaled by one factor), and the final mask keeps the units of the highest logits within the budget. Default none.
   */
  readonly budget?: Budget;
  /** What alpha is the price of, as a penalty without a price; default `expectedUnits()`. It is multiplied by alpha. */
  readonly penalty?: Penalty;
  /**
   * The goal of the masks: `crossEntropy()` (default), `faithfulness()`, `completeness()` or `classRemoval()`. All but the first are
   * slower, because they also run the whole network or the complement.
   */
  readonly objective?: Objective;
  /**
   * How the answer is read from the kept units: by a linear probe trained with the masks (`new-head`, default), or by the network's own
   * head (`original-head`), where nothing is fitted. The network must then end in the logits or the softmax of the classes of the data.
   */
  readonly readOut?: ReadOut['kind'];
  /**
   * How batch normalizations after the first mask normalize: by the network's own statistics (`frozen`, default), or by the moments of what
   * they read under each final mask, over at most 2,048 training samples (`re-estimated`), which the linear probe is then fitted to. Masks
   * are learned with the network's own statistics in both cases.
   */
  readonly normalization?: Normalization;
  /**
   * What a dropped unit becomes: 0 (`zero`, default); its mean output in the whole network over at most 2,048 training samples (`mean`); or
   * a constant that is learned with the mask, and again for the final one (`constant`), for the objective `crossEntropy()` and linear
   * probes. All but 0 are slower, because dropped units cost as much as kept ones.
   */
  readonly dropped?: Dropped;
  /** Default `gumbelSigmoid()`. */
  readonly estimator?: Estimator;
  /** The layers to mask; default the ones that complete the units of all hidden layers, as in `insertMasks`. */
  readonly layers?: LayerSelection;
  /** Masks the features of the inputs too: each `element`, such as a pixel, or each `channel`. Default none. */
  readonly inputs?: Granularity;
  /** Default `channel`. */
  readonly granularity?: Granularity;
  /** Passes over the training samples; default as many as 1,700 steps take. A result of less than half of them has a warning. */
  readonly epochs?: number;
  /**
   * Samples of each step, shared by all tasks; default 256, or 64 where the first mask acts on images or sequences, whose steps cost more.
   * Linear probes are fitted to final masks with as many.
   */
  readonly batchSize?: number;
  /** Adam's learning rate for the logits, which falls to 0 along a cosine; default .1. */
  readonly learningRate?: number;
  /** Adam's learning rate for the linear probes, which falls likewise; default .1 / (root mean square of the unmasked head's input). */
  readonly headLearningRate?: number;
  /** The temperature, which changes geometrically; default the estimator's, 1 to .3 for `gumbelSigmoid()`. */
  readonly temperature?: { readonly start: number; readonly end: number };
  /** Mask samples of each task in a step, each for a part of the batch; default 4, which cost little more and find better masks than one. */
  readonly samples?: number;
  /**
   * The rounds without a gain after which the local search ends that refines each learned mask; default 8, at most one for each 200 steps,
   * and 0 leaves the mask as it is. It starts from the learned mask, or from what costs less on samples of both splits: what is left when the
   * units with the smallest gradients are removed, round by round; as many units drawn at random; or all units, if there is no budget. A
   * round flips the bits that pay, with a linear probe fitted to each mask on trial. Needs the default objective, `expectedUnits()` or a budget of units, `new-head`, and dropped units that become 0.
   */
  readonly refinements?: number;
  /**
   * Searches of each task, each with its own noise, batches and linear probe, one after the other. The result is the one whose final mask
   * has the lowest objective, as `check` measures it. Default 1.
   */
  readonly restarts?: number;
  /**
   * Compares each final mask with all units, random masks of its size, and a baseline, each with a read-out fitted to it; if one of them is
   * better, the task is searched again from there. The subnetwork records it as its `check`. Default true.
   */
  readonly check?: boolean;
  /**
   * The keep probability of each unit at the start, for all layers or for each masked layer by its name; default the estimator's. For
   * `gumbelSigmoid()` it follows from the network: .5^(2/D) for D masks in a row on vectors, and ¼^(n² / Σn²) for a mask of n units on images
   * or sequences, so that narrow layers start fuller.
   */
  readonly initialKeepProbability?: number | Readonly<Record<string, number>>;
  /** Passes that fit a new linear probe to the final mask; default 4. */
  readonly readOutEpochs?: number;
  /** A task stops, with its best masks, after this many epochs without a better validation objective, before refinement; default never. */
  readonly patience?: number;
  /** The memory limit for stored outputs of the frozen part, in megabytes; larger ones are recomputed for each batch. Default 512. */
  readonly memory?: number;
  /** An integer that seeds the weights of linear probes, batches and noise; default 1. */
  readonly seed?: number;
  /** Called after every epoch, and between steps. */
  readonly onProgress?: (progress: DiscoveryProgress) => void;
  /** Ends the run at the next step by throwing its reason. */
  readonly signal?: AbortSignal;
}

type Following = keyof FollowingSettings;
type Optional = 'layers' | 'inputs' | 'budget' | 'onProgress' | 'signal';

/** The settings whose defaults follow from the network and the data. */
export interface FollowingSettings {
  /** Passes over the training samples. */
  readonly epochs: number;
  /** Samples of each step. */
  readonly batchSize: number;
  /** Adam's initial learning rate for the linear probes. */
  readonly headLearningRate: number;
  /** The initial keep probability of a unit, of all layers or of each masked layer by its name. */
  readonly initialKeepProbability: number | Readonly<Record<string, number>>;
}

/** Options with every default filled in. */
export type DiscoverySettings = Required<Omit<DiscoveryOptions, Optional>> & Pick<DiscoveryOptions, Optional>;

/** Options with the defaults that do not depend on the network and the data; those that do may be undefined. */
export type GivenSettings = Omit<DiscoverySettings, Following> & Partial<Pick<DiscoverySettings, Following>>;

/**
 * The default settings of a search, which an estimator may override; chosen on the planted networks and the validation splits of
 * `docs/quality.md`.
 */
export const discoveryDefaults: Required<
  Omit<DiscoveryOptions, 'alpha' | 'layers' | 'inputs' | 'budget' | 'onProgress' | 'signal' | keyof FollowingSettings>
> & { readonly alpha: number } = {
  ...probeFittingDefaults,
  alpha: 1e-3,
  penalty: expectedUnits(),
  objective: crossEntropy(),
  readOut: 'new-head',
  ...plainEffects,
  estimator: gumbelSigmoid(),
  granularity: 'channel',
  learningRate: 0.1,
  temperature: { start: 1, end: 0.3 },
  samples: 4,
  refinements: 8,
  restarts: 1,
  check: true,
  patience: Number.POSITIVE_INFINITY,
};

const withoutDefault = [
  'layers',
  'inputs',
  'budget',
  'onProgress',
  'signal',
  'epochs',
  'batchSize',
  'headLearningRate',
  'initialKeepProbability',
] as const;

/**
 * Fills in the defaults that do not depend on the network and the data. Throws `bad-input` for an unknown option or a value out of range.
 */
export const resolveOptions = (options: DiscoveryOptions): GivenSettings => {
  const who = 'discoverSubnetworks';
  const defaults = { ...discoveryDefaults, ...options.estimator?.searchDefaults };
  const settings: GivenSettings = fillOptions(who, defaults, options, withoutDefault);
  requireOptions(who, settings, {
    ...probeFittingKinds,
    samples: wholeNumber(1),
    refinements: wholeNumber(0),
    restarts: wholeNumber(1),
    check: { expected: 'true or false', holds: (value) => typeof value === 'boolean' },
    learningRate: finiteNumber({ above: 0 }),
    epochs: optional(wholeNumber(1)),
    headLearningRate: optional(finiteNumber({ above: 0 })),
    patience: orForever(wholeNumber(1)),
    readOut: oneOf(['new-head', 'original-head']),
    ...effectKinds,
  });
  requireForLayers(who, 'alpha', settings.alpha, finiteNumber({ atLeast: 0 }));
  if (settings.initialKeepProbability !== undefined) {
    requireForLayers(who, 'initialKeepProbability', settings.initialKeepProbability, finiteNumber({ above: 0, below: 1 }));
  }
  requirePenalty(settings.penalty);
  requireObjective(who, settings.objective);
  requireLabels(settings);
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

/**
 * Constants are learned again for final masks and for controls, by the labels behind linear probes, so no other goal may learn them first.
 */
const requireLabels = ({ dropped, objective, readOut }: GivenSettings): void => {
  if (dropped !== 'constant' || (objective.perTask === crossEntropy().perTask && readOut === 'new-head')) return;
  throw new DumError(
    'bad-input',
    `discoverSubnetworks: dropped is "constant", but the ${readOut === 'new-head' ? `objective is ${objective.name}` : 'original head reads the answers'}; constants are learned with the objective crossEntropy and linear probes, so use these, or dropped: 'mean'`,
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

/** Throws `bad-input` for anything that is not a budget. */
export const requireBudget = (who: string, budget: unknown): void => {
  const { measure, limit } = (budget ?? {}) as Partial<Budget>;
  if (measures.includes(measure) && Number.isSafeInteger(limit) && limit! >= 1) return;
  throw new DumError('bad-input', `${who}: budget is ${JSON.stringify(budget)}; expected a budget such as keepUnits(50)`);
};
