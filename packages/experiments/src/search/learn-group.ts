import { writeConstants } from '@dum/masks';
import { textKey } from '@dum/masks/noise';
import { maskBody } from '../masked/masked-body.js';
import type { LinearReadOut } from '../read-outs/index.js';
import type { GroupSearch } from './group-search.js';
import { learnMasks } from './learn-masks.js';
import { createBudgets } from './price/budgets.js';
import { refineMasks } from './refinement/refine-masks.js';
import { createSearchReadOuts, disposeSearchReadOuts } from './search-read-outs.js';
import type { LearnedMasks } from './task-progress.js';
import { applyWarmStarts, readTaskProbes } from './warm-start.js';

/** A task whose masks are learned and refined. */
export interface LearnedTask {
  readonly learned: LearnedMasks;
  /** The linear probes learned with the masks. */
  readonly probes: readonly LinearReadOut[];
  /** The price of its budget, as a multiple of the given price α; 1 without a budget. */
  readonly multiplier: number;
}

/** Learns the masks of a group of tasks in one pass, and refines them. */
export const learnGroup = async (search: GroupSearch): Promise<LearnedTask[]> => {
  const { network, tasks, activations, means, settings } = search;
  const { estimator, samples, initialKeepProbability, temperature, seed, budget } = settings;
  const taskSeeds = tasks.map(({ name }) => textKey(name));
  const mask = { estimator, samples, temperature: temperature.start, seed, constants: means !== undefined };
  const body = maskBody(search.body, { taskSeeds, mask, initialKeepProbability });
  const searchReadOuts = createSearchReadOuts(body, tasks, search, settings);
  try {
    if (means !== undefined)
      writeConstants(
        body,
        tasks.map(() => means),
      );
    applyWarmStarts(body, searchReadOuts, tasks);
    const outputs = tasks.map(({ classNames }) => (settings.readOut === 'new-head' ? classNames.length : undefined));
    const budgets = budget === undefined ? undefined : createBudgets(network, body, outputs, budget);
    const found = await learnMasks(body, searchReadOuts, tasks, activations, settings, { budgets, means });
    const refined = await refineMasks(search, found);
    const probes = await readTaskProbes(searchReadOuts, tasks);
    return refined.map((learned, at) => ({ learned, probes: probes[at]!, multiplier: budgets?.multipliers()[at] ?? 1 }));
  } finally {
    disposeSearchReadOuts(searchReadOuts);
    body.dispose();
  }
};
