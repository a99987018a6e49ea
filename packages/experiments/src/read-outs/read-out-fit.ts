import type { WeightedLabels } from '../optimization/cross-entropy.js';
import { createHostAdam } from '../optimization/host-adam.js';
import { softmaxLoss } from '../optimization/softmax-loss.js';

/** The columns that are not zero throughout, scaled; the values of each sample are contiguous. */
export interface PackedRows {
  readonly indices: readonly number[];
  readonly scales: readonly number[];
  /** `[count, indices.length]` */
  readonly rows: Float32Array;
}

/** A linear probe during its fit: kernel `[classes, width]` and bias `[classes]`. */
export interface ReadOutFit {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  step(batch: Uint32Array, rate: number): void;
}

/** A linear probe, from zero, and the steps of Adam that fit it to labels. */
export const createReadOutFit = (packed: PackedRows, classes: number, labels: WeightedLabels): ReadOutFit =>
  classes === 2 ? createBinaryFit(packed, labels) : createSoftmaxFit(packed, classes, labels);

const createSoftmaxFit = ({ indices, rows }: PackedRows, classes: number, labels: WeightedLabels): ReadOutFit => {
  const width = indices.length;
  const [kernel, bias] = [new Float32Array(classes * width), new Float32Array(classes)];
  const [kernelGradient, biasGradient] = [new Float32Array(kernel.length), new Float32Array(classes)];
  const [kernelAdam, biasAdam] = [createHostAdam(kernel), createHostAdam(bias)];
  let scores = new Float32Array(0);
  return {
    kernel,
    bias,
    step(batch, rate) {
      const size = batch.length;
      if (scores.length !== classes * size) scores = new Float32Array(classes * size);
      for (let sample = 0; sample < size; sample++) {
        const start = batch[sample]! * width;
        for (let index = 0; index < classes; index++) {
          let score = bias[index]!;
          for (let at = 0; at < width; at++) score += kernel[index * width + at]! * rows[start + at]!;
          scores[index * size + sample] = score;
        }
      }
      softmaxLoss(scores, labels, batch);
      kernelGradient.fill(0);
      biasGradient.fill(0);
      for (let sample = 0; sample < size; sample++) {
        const start = batch[sample]! * width;
        for (let index = 0; index < classes; index++) {
          const slope = scores[index * size + sample]!;
          biasGradient[index]! += slope;
          for (let at = 0; at < width; at++) kernelGradient[index * width + at]! += slope * rows[start + at]!;
        }
      }
      kernelAdam.update(kernelGradient, rate);
      biasAdam.update(biasGradient, rate);
    },
  };
};

/** With two classes, the second is always the negative of the first, so only the first is computed: its score s, with softmax (s, −s). */
const createBinaryFit = ({ indices, rows }: PackedRows, { y, classWeights }: WeightedLabels): ReadOutFit => {
  const width = indices.length;
  const [kernel, bias] = [new Float32Array(2 * width), new Float32Array(2)];
  const [first, firstBias] = [kernel.subarray(0, width), bias.subarray(0, 1)];
  const [gradient, biasGradient] = [new Float32Array(width), new Float32Array(1)];
  const [kernelAdam, biasAdam] = [createHostAdam(first), createHostAdam(firstBias)];
  return {
    kernel,
    bias,
    step(batch, rate) {
      gradient.fill(0);
      biasGradient[0] = 0;
      for (let sample = 0; sample < batch.length; sample++) {
        const label = y[batch[sample]!]!;
        const weight = classWeights[label] ?? 0;
        if (weight === 0) continue;
        const start = batch[sample]! * width;
        let score = firstBias[0]!;
        for (let at = 0; at < width; at++) score += first[at]! * rows[start + at]!;
        const slope = (weight / batch.length) * (1 / (1 + Math.exp(-2 * score)) - (label === 0 ? 1 : 0));
        biasGradient[0] += slope;
        for (let at = 0; at < width; at++) gradient[at]! += slope * rows[start + at]!;
      }
      kernelAdam.update(gradient, rate);
      biasAdam.update(biasGradient, rate);
      for (let at = 0; at < width; at++) kernel[width + at] = -first[at]!;
      bias[1] = -firstBias[0]!;
    },
  };
};
