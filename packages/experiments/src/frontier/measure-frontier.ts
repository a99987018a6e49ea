import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Split, Task } from '@dum/datasets';
import type { Granularity, LayerSelection } from '@dum/masks';
import { type Budget, keptUnits, type MaskSet, type UnitScores } from '@dum/masks/mask-set';
import { masksWithin } from '../baselines/masks-within.js';
import { type BaselineName, scoreUnits } from '../baselines/score-units.js';
import { discoverSubnetworks, subnetworksOf } from '../search/discover-subnetworks.js';
import { defaultMemory } from '../masked/frozen-activations.js';
import { requireSharedSamples } from '../masked/shared-samples.js';
import { createMaskFitter, fitAndMeasure, type MaskFitter } from '../read-outs/mask-fitter.js';
import { anyInteger, atLeastZero, fillOptions, positiveInteger, requireNumbers } from '../options/check-options.js';
import type { FrontierMethod, FrontierPoint } from './frontier-method.js';

/** What is measured, and what was measured already. */
export interface FrontierOptions {
  readonly methods: readonly FrontierMethod[];
  readonly budgets: readonly Budget[];
  /** Keys searches, random scores, batches and read-outs; default 1. */
  readonly seed?: number;
  /** Passes in which each read-out is fitted; default 4. */
  readonly readOutEpochs?: number;
  /** Samples of each step of a read-out; default 256. */
  readonly batchSize?: number;
  /** Megabytes that the outputs of the frozen part may take; default 512. */
  readonly memory?: number;
  /** What baselines score, as in `scoreUnits`; searches have their own. */
  readonly layers?: LayerSelection;
  readonly inputs?: Granularity;
  readonly granularity?: Granularity;
  /** Whether a method was measured at a budget already, so that it is left out; default never. */
  readonly isDone?: (method: string, budget: Budget) => boolean;
  /** Hears the points of each method and budget, one a task that did not diverge. */
  readonly onPoints?: (points: readonly FrontierPoint[], method: string, budget: Budget) => void | Promise<void>;
  /** Hears what is being done, and which share of that is done. */
  readonly onProgress?: (what: string, done: number) => void;
  /** Ends the run by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * How well each of some methods does tasks at each of some budgets, with one seed: the masks of every task, each with a read-out of its
 * own that is fitted alike, on one split.
 *
 * A baseline scores the units once for all budgets, since the units of the highest scores within a smaller budget are the first of those
 * within a larger one; a search is done for each budget. What is frozen is computed once for all read-outs. Tasks whose search
 * diverged have no point. `frontierRows` and `frontierComparisons` tell what the points of several seeds say.
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
  const defaults = { seed: 1, readOutEpochs: 4, batchSize: 256, memory: defaultMemory, isDone: () => false };
  const optional = ['methods', 'budgets', 'layers', 'inputs', 'granularity', 'onPoints', 'onProgress', 'signal'];
  const settings = fillOptions(who, defaults, options, optional);
  requireNumbers(who, settings, { seed: anyInteger, readOutEpochs: positiveInteger, batchSize: positiveInteger, memory: atLeastZero });
  requireSharedSamples(who, tasks);
  const { methods, budgets, seed, isDone, onPoints, onProgress, signal } = settings;
  const points: FrontierPoint[] = [];
  let fitter: MaskFitter | undefined;
  try {
    for (const method of methods) {
      const left = budgets.filter((budget) => !isDone(method.name, budget));
      if (left.length === 0) continue;
      const scores = method.baseline === undefined ? undefined : await score(network, tasks, method.name, method.baseline, settings);
      for (const budget of left) {
        const what = `${method.name}, ${budget.limit}`;
        onProgress?.(what, 0);
        signal?.throwIfAborted();
        const found = await findMasks(network, tasks, method, budget, { scores, seed, signal, tell: (done) => onProgress?.(what, done) });
        const like = found.find((masks) => masks !== undefined);
        if (like !== undefined) fitter ??= await createMaskFitter(network, tasks, split, like, { who, ...settings });
        // a task that diverged rides with the masks of another and is left out
        const metrics =
          like === undefined
            ? []
            : await fitAndMeasure(
                fitter!,
                found.map((masks) => masks ?? like),
              );
        const ofBudget = metrics.flatMap(({ accuracy, balancedAccuracy }, task): FrontierPoint[] => {
          const masks = found[task];
          if (masks === undefined) return [];
          const where = { method: method.name, budget: budget.limit, seed, task: tasks[task]!.name };
          return [{ ...where, keptUnits: keptUnits(masks), accuracy, balancedAccuracy }];
        });
        points.push(...ofBudget);
        await onPoints?.(ofBudget, method.name, budget);
      }
    }
    return points;
  } finally {
    fitter?.dispose();
  }
};

const score = (
  network: LayersModel,
  tasks: readonly Task[],
  name: string,
  baseline: BaselineName,
  { layers, inputs, granularity, batchSize, memory, seed, signal, onProgress }: FrontierOptions,
): Promise<UnitScores[]> => {
  const given = { layers, inputs, granularity, batchSize, memory, seed, signal };
  return scoreUnits(network, tasks, {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    method: baseline,
    onProgress: (done) => onProgress?.(name, done),
  });
};

/** The masks of each task; undefined where a search diverged. */
const findMasks = async (
  network: LayersModel,
  tasks: readonly Task[],
  { search }: FrontierMethod,
  budget: Budget,
  how: {
    readonly scores: readonly UnitScores[] | undefined;
    readonly seed: number;
    readonly signal: AbortSignal | undefined;
    readonly tell: (done: number) => void;
  },
): Promise<(MaskSet | undefined)[]> => {
  const { scores, seed, signal, tell } = how;
  if (scores !== undefined) return masksWithin(network, tasks, scores, budget);
  const found = await discoverSubnetworks(network, tasks, {
    ...search,
    ...(signal === undefined ? {} : { signal }),
    ...{ budget, seed, readOutEpochs: 1 },
    onProgress: ({ phase, step, steps }) => {
      if (phase === 'masks') tell(step / steps);
    },
  });
  const masks = new Map(subnetworksOf(found).map((subnetwork) => [subnetwork.task, subnetwork.masks]));
  return tasks.map(({ name }) => masks.get(name));
};
