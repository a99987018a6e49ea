import { fillOptions, requireOptions } from '@dum/errors';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import type { Granularity, LayerSelection } from '@dum/masks';
import { type Budget, keptUnits, type MaskSet } from '@dum/masks/mask-set';
import { effectKinds, type MaskEffects, plainEffects, requireNormalizationAt } from '../masked/mask-effects.js';
import { requireSharedSamples } from '../masked/shared-samples.js';
import {
  createMaskFitter,
  fitAndMeasure,
  type MaskFitter,
  type ProbeFitting,
  probeFittingDefaults,
  probeFittingKinds,
} from '../read-outs/index.js';
import { requireBudget } from '../search/index.js';
import { fewestWithin } from '../baselines/masks-within.js';
import type { FrontierMethod, FrontierPoint } from './frontier-method.js';
import { createMaskFinder } from './mask-finder.js';

/** Options of {@link measureFrontier}. */
export interface FrontierOptions extends ProbeFitting, Partial<MaskEffects> {
  readonly methods: readonly FrontierMethod[];
  readonly budgets: readonly Budget[];
  /** The layers that baselines score, as in `scoreUnits`; searches have their own. */
  readonly layers?: LayerSelection;
  readonly inputs?: Granularity;
  readonly granularity?: Granularity;
  /** Whether a method was measured at a budget already and is skipped; default never. */
  readonly isDone?: (method: string, budget: Budget) => boolean;
  /** Called with the points of each method and budget, one for each task that did not diverge. */
  readonly onPoints?: (points: readonly FrontierPoint[], method: string, budget: Budget) => void | Promise<void>;
  /** Called with the current step, and the share of it that is done. */
  readonly onProgress?: (what: string, done: number) => void;
  /** Ends the run by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Measures methods at budgets, with one seed: the masks of every task, each with its own linear probe that is fitted in the same way, on
 * one split. `dropped` and `normalization` apply to the masks of every method; a search has its own `dropped` while it learns them.
 *
 * A baseline scores the units once for all budgets, because its masks are nested; a search is run for each budget. The frozen part is
 * computed once for all linear probes. Tasks whose search diverged have no point. `frontierRows` and `frontierComparisons` summarize the
 * points of several seeds.
 *
 * Throws `bad-input` as `discoverSubnetworks` and `scoreUnits` do.
 *
 * @example
 * const points = await measureFrontier(network, tasks, validation, {
 *   methods: [{ name: 'learned', search: {} }, { name: 'taylor', baseline: 'taylor' }],
 *   budgets: [keepUnits(20), keepUnits(50)],
 * });
 */
export const measureFrontier = async (
  network: LayersModel,
  tasks: readonly Task[],
  split: Split,
  options: FrontierOptions,
): Promise<FrontierPoint[]> => {
  const who = 'measureFrontier';
  const defaults = { ...probeFittingDefaults, ...plainEffects, isDone: () => false };
  const optional = ['batchSize', 'methods', 'budgets', 'layers', 'inputs', 'granularity', 'onPoints', 'onProgress', 'signal'] as const;
  const settings = fillOptions(who, defaults, options, optional);
  requireOptions(who, settings, { ...probeFittingKinds, ...effectKinds });
  requireSharedSamples(who, tasks);
  const {
    methods,
    budgets,
    layers,
    inputs,
    granularity,
    batchSize,
    memory,
    seed,
    normalization,
    dropped,
    isDone,
    onPoints,
    onProgress,
    signal,
  } = settings;
  for (const budget of budgets) requireBudget(who, budget);
  requireNormalizationAt(who, normalization, network, { layers, inputs, granularity });
  const given = Object.entries({ layers, inputs, granularity, batchSize, memory, signal }).filter(([, value]) => value !== undefined);
  const points: FrontierPoint[] = [];
  let fitter: MaskFitter | undefined;
  const measure = async (found: readonly (MaskSet | undefined)[], method: string, budget: Budget): Promise<FrontierPoint[]> => {
    const like = found.find((masks) => masks !== undefined);
    if (like === undefined) return [];
    fitter ??= await createMaskFitter(network, tasks, split, like, { who, ...settings, effects: { normalization, dropped } });
    // a task that diverged is measured with the masks of another, and dropped from the results
    const metrics = await fitAndMeasure(
      fitter,
      found.map((masks) => masks ?? like),
    );
    return metrics.flatMap(({ accuracy, balancedAccuracy }, task): FrontierPoint[] => {
      const masks = found[task];
      if (masks === undefined) return [];
      const where = { method, budget: budget.limit, seed, task: tasks[task]!.name };
      return [{ ...where, keptUnits: keptUnits(masks), accuracy, balancedAccuracy }];
    });
  };
  try {
    for (const method of methods) {
      const { name } = method;
      const left = budgets.filter((budget) => !isDone(name, budget));
      if (left.length === 0) continue;
      const finder = await createMaskFinder(network, tasks, method, {
        ...Object.fromEntries(given),
        ...{ ...fewestWithin(left), seed, onProgress: (done) => onProgress?.(name, done) },
      });
      try {
        for (const budget of left) {
          const what = `${name}, ${budget.limit}`;
          onProgress?.(what, 0);
          signal?.throwIfAborted();
          const ofBudget = await measure(await finder.find(budget, (done) => onProgress?.(what, done)), name, budget);
          points.push(...ofBudget);
          await onPoints?.(ofBudget, name, budget);
        }
      } finally {
        finder.dispose();
      }
    }
    return points;
  } finally {
    fitter?.dispose();
  }
};
