import type { LayersModel } from '@tensorflow/tfjs-layers';
import { flattenNetwork } from '@dum/masks';
import { type Budget, keepWithin, type MaskSet, type UnitScores } from '@dum/masks/mask-set';
import { taskWiring } from '../masked/task-wiring.js';

/** The masks of the highest scores within a budget, one set for each task; sizes count the task's linear probe instead of the head. */
export const masksWithin = (
  network: LayersModel,
  tasks: readonly { readonly classNames: readonly string[] }[],
  scores: readonly UnitScores[],
  budget: Budget,
): MaskSet[] => {
  if (budget.measure === 'units') return scores.map((ofTask) => keepWithin(ofTask, budget));
  const flat = flattenNetwork(network);
  try {
    return scores.map((ofTask, task) => {
      const masked = ofTask.layers.map(({ layer }) => layer);
      return keepWithin(ofTask, budget, taskWiring(flat, masked, tasks[task]!.classNames.length));
    });
  } finally {
    flat.dispose();
  }
};

/** The fewest units that masks within any of some budgets keep, as an option of `scoreUnits`; not known for other measures. */
export const fewestWithin = (budgets: readonly Budget[]): { readonly fewest?: number } =>
  budgets.length > 0 && budgets.every(({ measure }) => measure === 'units')
    ? { fewest: Math.min(...budgets.map(({ limit }) => limit)) }
    : {};
