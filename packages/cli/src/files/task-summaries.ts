import { exitCodes } from '@dum/errors';
import type { ClassificationMetrics } from '@dum/experiments';
import { keptUnits } from '@dum/masks/mask-set';
import type { SearchSummary } from '@dum/runs';
import { mean } from '../text/figures.js';
import { searchHistory } from './search-history.js';
import { keptByLayer } from '../steps/kept-by-layer.js';
import type { TaskResult } from '../steps/measure-tasks.js';

/** The split of figures, with which their names begin. */
export type MeasuredSplit = 'test' | 'validation';

/** The means of the accuracies of several draws. */
export const meanOfDraws = (
  draws: readonly ClassificationMetrics[],
): Pick<ClassificationMetrics, 'accuracy' | 'balancedAccuracy'> | undefined => {
  const accuracy = mean(draws.map((draw) => draw.accuracy));
  const balancedAccuracy = mean(draws.map((draw) => draw.balancedAccuracy));
  return accuracy === undefined || balancedAccuracy === undefined ? undefined : { accuracy, balancedAccuracy };
};

/** The entry of a task in summary.json: its name, status and history, and its figures unless it diverged. */
export const taskSummary = (
  { name, status, history: records, measured }: TaskResult,
  split: MeasuredSplit,
): SearchSummary['tasks'][number] => {
  const history = searchHistory(records);
  if (measured === undefined) return { name, status, history };
  const { subnetwork, metrics, wholeNetwork, controls } = measured;
  const drawn = meanOfDraws(controls);
  const accuracies = (figures: Pick<ClassificationMetrics, 'accuracy' | 'balancedAccuracy'>) => ({
    ...(split === 'test' ? { testAccuracy: figures.accuracy } : { validationAccuracy: figures.accuracy }),
    balancedAccuracy: figures.balancedAccuracy,
  });
  return {
    name,
    status,
    ...accuracies(metrics),
    rocAuc: metrics.rocAuc,
    keptUnits: keptUnits(subnetwork.masks),
    keptByLayer: keptByLayer(subnetwork.masks),
    ...(subnetwork.check === undefined ? {} : { check: subnetwork.check }),
    ...(wholeNetwork === undefined ? {} : { wholeNetwork: accuracies(wholeNetwork) }),
    ...(drawn === undefined ? {} : { randomControl: { draws: controls.length, ...accuracies(drawn) } }),
    history,
  };
};

/** The exit code of a command with these results: 3 when a task diverged, else 0. */
export const exitCodeOf = (results: readonly TaskResult[]): number =>
  results.some(({ status }) => status === 'diverged') ? exitCodes['failed-results'] : 0;
