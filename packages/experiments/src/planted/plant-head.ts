import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isNeeded, type Owner } from './plant-layout.js';

/** What a task reads from the last hidden layer: a score whose sign against its median is the answer. */
export interface TaskScore {
  /** The weight of each feature, 0 for those that the task doesn't need. */
  readonly weights: Float32Array;
  /** The score of each sample. */
  readonly values: Float32Array;
  readonly middle: number;
}

/** The sum of the features that a task needs, each scaled to unit variance and with a random sign, and its median over the samples. */
export const scoreOf = (
  task: number,
  features: Float32Array,
  owners: readonly Owner[],
  draw: (count: number) => Float32Array,
): TaskScore => {
  const width = owners.length;
  const samples = features.length / width;
  const needed = owners.flatMap((owner, feature) => (isNeeded(task, owner) ? [feature] : []));
  const weights = new Float32Array(width);
  draw(needed.length).forEach((sign, at) => {
    const feature = needed[at]!;
    const column = Float64Array.from({ length: samples }, (_, sample) => features[sample * width + feature]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / samples;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples;
    weights[feature] = variance === 0 ? 0 : Math.sign(sign) / Math.sqrt(variance);
  });
  const values = Float32Array.from({ length: samples }, (_, sample) =>
    weights.reduce((sum, weight, feature) => sum + weight * features[sample * width + feature]!, 0),
  );
  return { weights, values, middle: values.toSorted()[Math.floor(samples / 2)]! };
};

/** Sets the head of the four joint classes: each task's score for "yes", its negative for "no". */
export const setHead = (network: LayersModel, scores: readonly TaskScore[]): void => {
  const sharpness = 4;
  const [first, second] = scores as readonly [TaskScore, TaskScore];
  const features = first.weights.length;
  const joint = (of: (score: TaskScore) => number, classIndex: number) =>
    signOf(classIndex >> 1) * of(first) + signOf(classIndex & 1) * of(second);
  const kernel = Float32Array.from(
    { length: 4 * features },
    (_, at) => sharpness * joint(({ weights }) => weights[Math.floor(at / 4)]!, at % 4),
  );
  const bias = Float32Array.from({ length: 4 }, (_, classIndex) => -sharpness * joint(({ middle }) => middle, classIndex));
  tidy(() => network.getLayer('head').setWeights([tensor(kernel, [features, 4]), tensor(bias)]));
};

const signOf = (answer: number): number => 2 * answer - 1;
