import type { LayersModel } from '@tensorflow/tfjs-layers';
import { relabel, requireRole, type Split } from '@dum/datasets';
import { listOfKind, objectWith, requireOptions } from '@dum/errors';
import { requireModel } from '@dum/masks';
import { classNamesKind } from './class-names-kind.js';
import { type ClassificationMetrics, classificationMetrics } from './classification-metrics.js';
import { classAnswers } from '../networks/class-answers.js';

/**
 * Evaluates the classification of a split by a network with its original head.
 *
 * The network has an output for each class, as a softmax, sigmoids or logits; or one sigmoid or logit for the second of two classes.
 *
 * Throws `bad-input` when the network has several outputs, or one that does not stand for the classes, samples do not fit, a class has no
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
  const { scores } = await classAnswers('evaluateNetwork', network, split, classNames.length);
  return classificationMetrics(scores, split.y, classNames);
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
 * softmax is applied to outputs that are logits, and sigmoids are divided by their sum. With `summed` the answer is the class of the largest sum too, as for a subnetwork with the
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
  const { scores, probabilities } = await classAnswers('evaluateWholeNetwork', network, split, classes);
  return tasks.map((task) => {
    const y = relabel(split, task.classOf).y;
    const ofSums = classificationMetrics(summed(probabilities, classes, task), y, task.classNames);
    if (bySums) return ofSums;
    return { ...classificationMetrics(bestOf(scores, classes, task), y, task.classNames), rocAuc: ofSums.rocAuc };
  });
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
