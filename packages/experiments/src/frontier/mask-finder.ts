import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import type { Budget, MaskSet } from '@dum/masks/mask-set';
import { masksWithin } from '../baselines/masks-within.js';
import { scoreUnits, type ScoringOptions } from '../baselines/score-units.js';
import { prepareSearch, subnetworksOf } from '../search/index.js';
import type { FrontierMethod } from './frontier-method.js';

/** Finds the masks of tasks with one method at any budget; what does not depend on the budget is computed once. */
export interface MaskFinder {
  /** The masks of each task within a budget; undefined where a search diverged. */
  find(budget: Budget, onProgress: (done: number) => void): Promise<(MaskSet | undefined)[]>;
  dispose(): void;
}

/** The settings of a baseline; a search has its own, besides these. */
type FinderOptions = Omit<ScoringOptions, 'method'> & { readonly seed: number };

/** Creates a finder of masks: a prepared search, or the scores of a baseline. */
export const createMaskFinder = async (
  network: LayersModel,
  tasks: readonly Task[],
  { baseline, search }: FrontierMethod,
  options: FinderOptions,
): Promise<MaskFinder> => {
  if (baseline !== undefined) {
    const scores = await scoreUnits(network, tasks, { ...options, method: baseline });
    return { find: (budget) => Promise.resolve(masksWithin(network, tasks, scores, budget)), dispose: () => undefined };
  }
  const { seed, signal } = options;
  const prepared = await prepareSearch(network, tasks, {
    ...search,
    ...(signal === undefined ? {} : { signal }),
    seed,
    readOutEpochs: 1,
    normalization: 'frozen',
  });
  return {
    async find(budget, onProgress) {
      const tell = ({ phase, step, steps }: { readonly phase: string; readonly step: number; readonly steps: number }) => {
        if (phase === 'masks') onProgress(step / steps);
      };
      const found = await prepared.search({ settings: { budget, onProgress: tell } });
      const masks = new Map(subnetworksOf(found.map(({ result }) => result)).map((each) => [each.task, each.masks]));
      return tasks.map(({ name }) => masks.get(name));
    },
    dispose: () => prepared.dispose(),
  };
};
