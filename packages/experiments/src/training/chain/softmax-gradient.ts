import type { TrainingTargets } from '../training-targets.js';
import { addTeacherGradient } from './add-teacher-gradient.js';

/** Added to a probability before its logarithm is taken, as in the general trainer. */
const smallest = 1e-7;

/**
 * The mean weighted cross-entropy of a batch, −w·ln(p + 1e-7), from logits `[batch, columns]`; `slopes` becomes their gradient.
 *
 * Columns from `classes` on are padding. A label outside the classes has weight 0. With a teacher, the loss is that of `Teacher`.
 */
export const softmaxGradient = (
  logits: Float32Array,
  columns: number,
  classes: number,
  targets: TrainingTargets,
  batch: Uint32Array,
  slopes: Float32Array,
): number => {
  const { y, classWeights, teacher } = targets;
  const share = 1 - (teacher?.weight ?? 0);
  let loss = 0;
  for (let sample = 0; sample < batch.length; sample++) {
    const start = sample * columns;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let at = start; at < start + classes; at++) greatest = Math.max(greatest, logits[at]!);
    let total = 0;
    for (let at = start; at < start + classes; at++) total += slopes[at] = Math.exp(logits[at]! - greatest);
    const label = y[batch[sample]!]!;
    const probability = label < classes ? slopes[start + label]! / total : 0;
    const weight = share * (classWeights[label] ?? 0);
    if (label < classes) loss -= weight * Math.log(probability + smallest);
    const scale = ((probability / (probability + smallest)) * weight) / batch.length;
    for (let at = start; at < start + classes; at++) slopes[at] = (slopes[at]! / total) * scale;
    if (label < classes) slopes[start + label]! -= scale;
  }
  const ofTeacher = teacher === undefined ? 0 : addTeacherGradient(logits, columns, classes, targets, teacher, batch, slopes);
  return loss / batch.length + ofTeacher;
};
