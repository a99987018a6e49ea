import type { LayersModel } from '@tensorflow/tfjs-layers';
import { relabel, requireRole, type Split } from '@dum/datasets';
import { DumError, listOfKind, objectWith, requireOptions } from '@dum/errors';
import { requireModel } from '@dum/masks';
import { classNamesKind } from './class-names-kind.js';
import { type ClassificationMetrics, classificationMetrics } from './classification-metrics.js';
import { classOutputs } from '../networks/class-outputs.js';
import { hasSoftmax } from '../networks/has-softmax.js';
import { networkOutputs } from '../networks/network-outputs.js';

/**
 * Evaluates the classification of a split by a network with its original head.
 *
 * Throws `bad-input` when the network has several outputs, or one of another size than there are classes, samples do not fit, a class has no
 * sample, or an output is not finite.
 */
export const evaluateNetwork = async (
  network: LayersModel,
  split: Split,
  classNames: readonly string[],
): Promise<ClassificationMetrics> => {
  requireModel('evaluateNetwork', network);
  requireRole(split, ['train', 'validation', 'test'], 'evaluateNetwork');
  requireOptions('evaluateNetwork', { classNames }, { classNames: classNamesKind });
  requireOutputs(network, classNames.length);
  return classificationMetrics((await networkOutputs(network, split))[0]!, split.y, classNames);
};

const answeredKind = listOfKind('a list of tasks, such as oneVsRest gives', objectWith('a task', ['classNames', 'classOf']));

/** The part of a task that evaluating the whole network needs. */
export interface AnsweredTask {
  readonly classNames: readonly string[];
  readonly classOf: ArrayLike<number>;
}

/**
 * Evaluates the whole network on each task with its original head: the answer is the task's class of the class that it predicts.
 *
 * If the task ignores the predicted class, the best class that it does not ignore is the answer. ROC AUC ranks by summed probabilities; a
 * softmax is applied to outputs that are logits. With `summed` the answer is the class of the largest sum too, as for a subnetwork with the
 * original head. Throws as {@link evaluateNetwork} does.
 */
export const evaluateWholeNetwork = async (
  network: LayersModel,
  tasks: readonly AnsweredTask[],
  split: Split,
  { summed: bySums = false }: { readonly summed?: boolean } = {},
): Promise<ClassificationMetrics[]> => {
  requireModel('evaluateWholeNetwork', network);
  requireRole(split, ['train', 'validation', 'test'], 'evaluateWholeNetwork');
  requireOptions('evaluateWholeNetwork', { tasks }, { tasks: answeredKind });
  const [first] = tasks;
  if (first === undefined) return [];
  const classes = first.classOf.length;
  requireOutputs(network, classes);
  const [outputs] = (await networkOutputs(network, split)) as [Float32Array];
  const probabilities = hasSoftmax(network) ? outputs : softmaxRows(outputs, classes);
  return tasks.map((task) => {
    const y = relabel(split, task.classOf).y;
    const ofSums = classificationMetrics(summed(probabilities, classes, task), y, task.classNames);
    if (bySums) return ofSums;
    return { ...classificationMetrics(bestOf(outputs, classes, task), y, task.classNames), rocAuc: ofSums.rocAuc };
  });
};

const requireOutputs = (network: LayersModel, classes: number): void => {
  const outputs = classOutputs('evaluateNetwork', network);
  if (outputs !== classes) {
    throw new DumError('bad-input', `evaluateNetwork: "${network.name}" has ${outputs} outputs; the data has ${classes} classes`);
  }
};

const combine = (
  outputs: Float32Array,
  classes: number,
  { classNames, classOf }: AnsweredTask,
  start: number,
  join: (a: number, b: number) => number,
) => {
  const count = outputs.length / classes;
  const combined = new Float32Array(count * classNames.length).fill(start);
  for (let row = 0; row < count; row++) {
    for (let from = 0; from < classes; from++) {
      const to = classOf[from]!;
      if (to >= classNames.length) continue;
      const at = row * classNames.length + to;
      combined[at] = join(combined[at]!, outputs[row * classes + from]!);
    }
  }
  return combined;
};

const bestOf = (outputs: Float32Array, classes: number, task: AnsweredTask) => combine(outputs, classes, task, -Number.MAX_VALUE, Math.max);

const summed = (outputs: Float32Array, classes: number, task: AnsweredTask) => combine(outputs, classes, task, 0, (a, b) => a + b);

const softmaxRows = (outputs: Float32Array, classes: number): Float32Array => {
  const rows = new Float32Array(outputs.length);
  for (let start = 0; start < outputs.length; start += classes) {
    const row = outputs.subarray(start, start + classes);
    const greatest = Math.max(...row);
    const total = row.reduce((sum, output) => sum + Math.exp(output - greatest), 0);
    rows.set(
      row.map((output) => Math.exp(output - greatest) / total),
      start,
    );
  }
  return rows;
};
