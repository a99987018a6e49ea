import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, relabel } from '@dum/datasets';
import {
  type AnsweredTask,
  type ClassificationMetrics,
  type ClassMetrics,
  evaluateNetwork,
  evaluateWholeNetwork,
  perClassMetrics,
} from '@dum/experiments';
import { keptIndicesByLayer, keptUnits, type Subnetwork } from '@dum/masks/mask-set';
import type { NetworkInput } from '@dum/runs';
import { requireSameClasses } from '../data/require-same-classes.js';
import { percent, ratio } from '../text/figures.js';
import { type Column, formatTable } from '../text/format-table.js';
import type { TaskResult } from './measure-tasks.js';
import { keptByLayer } from './kept-by-layer.js';

/** One row of figures: what was evaluated, on which task. */
export interface EvaluatedRow {
  readonly name: string;
  readonly status?: Subnetwork['status'];
  readonly metrics: ClassificationMetrics;
  readonly keptUnits?: number;
  readonly keptByLayer?: Readonly<Record<string, number>>;
  /** The numbers of the kept units of each layer. */
  readonly keptIndices?: Readonly<Record<string, readonly number[]>>;
  /** Each class of the answer against all others. */
  readonly classes: readonly ClassMetrics[];
  /** The whole network's own answer to the same task; undefined when its classes are not the data's. */
  readonly wholeNetwork?: ClassificationMetrics | undefined;
  /** Random masks with as many units in each layer, one entry for each draw. */
  readonly controls?: readonly ClassificationMetrics[];
}

/** Measures a network on the test split and its answer for each class; an extracted network, on its task. */
export const measureNetwork = async (
  network: LayersModel,
  { test, classNames, name }: Dataset,
  remembered: NetworkInput | undefined,
): Promise<EvaluatedRow[]> => {
  if (remembered?.classOf !== undefined && remembered.classNames !== undefined) {
    const { classOf, classNames: answers } = remembered;
    requireSameClasses('the network was cut out for a task', { classOf }, { classNames, name });
    return [measuredRow(answers.at(-1)!, await evaluateNetwork(network, relabel(test, classOf), answers), answers)];
  }
  const tasks = classNames.map((positiveName, positive): AnsweredTask & { readonly name: string } => ({
    name: positiveName,
    classNames: ['rest', positiveName],
    classOf: classNames.map((_, label) => (label === positive ? 1 : 0)),
  }));
  const whole = await evaluateNetwork(network, test, classNames);
  const alone = await evaluateWholeNetwork(network, tasks, test);
  return [measuredRow('network', whole, classNames), ...tasks.map((task, index) => measuredRow(task.name, alone[index]!, task.classNames))];
};

const measuredRow = (name: string, metrics: ClassificationMetrics, classNames: readonly string[]) => ({
  name,
  metrics,
  classes: perClassMetrics(metrics, classNames),
});

/** The figures of subnetworks as rows. */
export const rowsOf = (results: readonly TaskResult[]): EvaluatedRow[] =>
  results.flatMap(({ name, measured }) => {
    if (measured === undefined) return [];
    const { subnetwork, metrics, wholeNetwork, controls } = measured;
    const { status, masks, readOut } = subnetwork;
    const kept = { keptUnits: keptUnits(masks), keptByLayer: keptByLayer(masks), keptIndices: keptIndicesByLayer(masks) };
    const row = { status, ...measuredRow(name, metrics, readOut.classNames), ...kept, wholeNetwork };
    return [controls.length === 0 ? row : { ...row, controls }];
  });

/** One row for each task: accuracies, precision, recall, F1 and ROC AUC, kept units, and the whole network. */
export const evaluationTable = (rows: readonly EvaluatedRow[]): string => {
  const masked = rows.some((row) => row.keptUnits !== undefined);
  const compared = rows.some(({ wholeNetwork }) => wholeNetwork !== undefined);
  const group = masked ? 'subnetwork' : undefined;
  const columns: Column[] = [
    { title: masked ? 'task' : '' },
    ...['accuracy', 'balanced', 'precision', 'recall', 'F1', 'ROC AUC'].map((title) => ({
      title,
      ...(group === undefined ? {} : { group }),
    })),
    ...(masked ? [{ title: 'units', group: 'subnetwork' }] : []),
    ...(compared ? ['accuracy', 'balanced'].map((title) => ({ title, group: 'whole network' })) : []),
  ];
  return formatTable(
    columns,
    rows.map(({ name, metrics, keptUnits: units, wholeNetwork }) => [
      name,
      percent(metrics.accuracy),
      percent(metrics.balancedAccuracy),
      ...[metrics.precision, metrics.recall, metrics.f1, metrics.rocAuc].map(ratio),
      ...(masked ? [String(units)] : []),
      ...(compared ? [percent(wholeNetwork?.accuracy), percent(wholeNetwork?.balancedAccuracy)] : []),
    ]),
  );
};
