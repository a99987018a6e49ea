import { add, div, log, logSoftmax, mul, neg, reshape, type Scalar, sum, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { gatherRows } from '../optimization/batches.js';
import { weightedTargets } from '../optimization/cross-entropy.js';
import type { TrainingTargets } from './training-targets.js';

/** Added to a probability before its logarithm is taken. */
const smallest = 1e-7;

/** The same with a teacher: nearly zero, because at large temperatures differences between unlikely classes matter. */
const faintest = 1e-30;

/**
 * The mean loss of a batch, from probabilities `[batch, classes]`: −w·ln(p + 1e-7), w the weight of the sample's class; with a teacher,
 * that of `Teacher`.
 */
export const trainingLoss = (probabilities: Tensor, targets: TrainingTargets, batch: Uint32Array): Scalar => {
  const { classWeights, teacher } = targets;
  const classes = classWeights.length;
  const labels = reshape(weightedTargets([targets], batch), [batch.length, classes]);
  const mean = (losses: Tensor) => div<Scalar>(neg(sum(losses)), batch.length);
  const ofLabels = mean(mul(labels, log(add(probabilities, smallest))));
  if (teacher === undefined) return ofLabels;
  const { temperature, weight } = teacher;
  const answers = tensor2d(gatherRows(teacher.probabilities, classes, batch), [batch.length, classes]);
  const softened = logSoftmax(div(log(add(probabilities, faintest)), temperature), -1);
  const ofTeacher = mean(mul(mul(sum(labels, -1, true), answers), softened));
  return add<Scalar>(mul(ofLabels, 1 - weight), mul(ofTeacher, weight * temperature ** 2));
};
