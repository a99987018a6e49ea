import type { TrainingTargets } from '../training-targets.js';
import type { SoftTargets } from '../teacher.js';

/**
 * The teacher's part of a batch's loss, w·T²·CE(teacher), from logits `[batch, columns]`. Adds its gradient, w·T·(softened softmax −
 * teacher), to the slopes.
 */
export const addTeacherGradient = (
  logits: Float32Array,
  columns: number,
  classes: number,
  { y, classWeights }: TrainingTargets,
  { probabilities, temperature, weight }: SoftTargets,
  batch: Uint32Array,
  slopes: Float32Array,
): number => {
  const softened = new Float64Array(classes);
  let loss = 0;
  for (let sample = 0; sample < batch.length; sample++) {
    const [start, row] = [sample * columns, batch[sample]! * classes];
    const scale = (weight * temperature * (classWeights[y[batch[sample]!]!] ?? 0)) / batch.length;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < classes; at++) greatest = Math.max(greatest, logits[start + at]!);
    let total = 0;
    for (let at = 0; at < classes; at++) total += softened[at] = Math.exp((logits[start + at]! - greatest) / temperature);
    for (let at = 0; at < classes; at++) {
      const expected = probabilities[row + at]!;
      slopes[start + at]! += scale * (softened[at]! / total - expected);
      loss -= scale * temperature * expected * ((logits[start + at]! - greatest) / temperature - Math.log(total));
    }
  }
  return loss;
};
