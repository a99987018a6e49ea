import { join } from 'node:path';
import { keptUnits, totalUnits } from '@dum/masks/mask-set';
import { mean, percent } from '../text/figures.js';
import type { TaskResult } from '../steps/measure-tasks.js';
import { meanOfDraws } from '../files/task-summaries.js';
import { wrap } from '../text/wrap.js';
import { taskTable } from './task-table.js';

/** The report of `start`: the network's accuracy, the table, a summary, and what to try next. */
export const startReport = (
  results: readonly TaskResult[],
  {
    testAccuracy,
    testSamples,
    out,
    call,
  }: { readonly testAccuracy: number; readonly testSamples: number; readonly out: string; readonly call: string },
): string => {
  const measured = results.flatMap(({ measured: each }) => (each === undefined ? [] : [each]));
  const head = `The whole network gets ${percent(testAccuracy)} of ${testSamples} test images right. For each digit, "this one or another?":\n\n${taskTable(results)}`;
  if (measured.length === 0) return head;
  const units = mean(measured.map(({ subnetwork }) => keptUnits(subnetwork.masks)))!;
  const balanced = percent(mean(measured.map(({ metrics }) => metrics.balancedAccuracy)));
  const drawn = percent(mean(measured.flatMap(({ controls }) => meanOfDraws(controls)?.balancedAccuracy ?? [])));
  const whole = percent(mean(measured.flatMap(({ wholeNetwork }) => wholeNetwork?.balancedAccuracy ?? [])));
  const found = `A digit's subnetwork keeps ${units.toFixed(0)} of the ${totalUnits(measured[0]!.subnetwork.masks)} units on average and reaches a balanced accuracy of ${balanced}, where as many units drawn at random reach ${drawn} and the whole network ${whole}.`;
  const next = `Next, "${call} compare ${join(out, 'masks.json')}" shows which digits share units, and "${call} discover --help" how to find the units of other tasks, such as --tasks round=0,6,8,9.`;
  return `${head}\n\n${wrap(found)}\n${wrap(next)}`;
};
