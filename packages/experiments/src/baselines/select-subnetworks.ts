import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import type { Budget, Subnetwork } from '@dum/masks/mask-set';
import { budgetText } from '../masked/budget-text.js';
import { type MaskEffects, requireNormalizationAt } from '../masked/mask-effects.js';
import { fitSubnetworks } from '../read-outs/index.js';
import { fewestWithin, masksWithin } from './masks-within.js';
import { scoreUnits, type ScoringOptions } from './score-units.js';

/** Options of {@link selectSubnetworks}. */
export interface SelectionOptions extends ScoringOptions, Partial<MaskEffects> {
  /** The most that each task may keep. */
  readonly budget: Budget;
  /** Passes that fit the final linear probes; default 4, as in a search. Gradients are taken behind a probe that is fitted in one pass. */
  readonly readOutEpochs?: number;
}

/**
 * Selects a subnetwork for each task with a baseline: the units of the highest {@link scoreUnits} within a budget. It is the counterpart
 * of `discoverSubnetworks` at the same budget, with linear probes fitted in the same way.
 *
 * Units are scored with dropped units at 0 and the network's own statistics; `dropped` and `normalization` apply to the selected masks.
 *
 * For several budgets, score once and take `keepWithin` and `fitSubnetworks` for each. Throws `bad-input` as `scoreUnits` does.
 *
 * @example
 * const found = await selectSubnetworks(network, tasks, { method: 'iterativeTaylor', budget: keepUnits(50) });
 */
export const selectSubnetworks = async (
  network: LayersModel,
  tasks: readonly Task[],
  { budget, readOutEpochs, normalization, dropped, ...scoring }: SelectionOptions,
): Promise<Subnetwork[]> => {
  const { method, batchSize, memory, seed, signal } = scoring;
  requireNormalizationAt('selectSubnetworks', normalization ?? 'frozen', network, scoring);
  const scores = await scoreUnits(network, tasks, { ...fewestWithin([budget]), ...scoring });
  const given = { readOutEpochs, normalization, dropped, batchSize, memory, seed, signal };
  const fitting = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const found = await fitSubnetworks(network, tasks, masksWithin(network, tasks, scores, budget), { ...fitting, estimator: method });
  return found.map((subnetwork) => ({ ...subnetwork, penalty: budgetText(budget) }));
};
