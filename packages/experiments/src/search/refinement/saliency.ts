import { type LiveFeatures, liveFeatures } from '../../masked/live-features.js';
import { consecutiveBatches } from '../../optimization/batches.js';
import { softmaxLoss } from '../../optimization/softmax-loss.js';
import { maskGradients } from '../../read-outs/index.js';
import type { SearchTask } from '../search-task.js';
import { allRows, logitsOf, type Trial, type TrialSetting, withMaskValues } from './trials.js';

const batchSize = 256;
/** The batches that gradients are averaged over. */
const batches = 4;

/**
 * How much each unit matters to a mask: |∂L/∂m|, at m = 1 for a kept unit and at m = 0 for a dropped one, `[mask][unit]`.
 *
 * The sign is left out: a unit that the others have adapted to do without may do harm in small doses and good as a whole. A dropped unit
 * that only the head reads has no gradient, because its weight there is 0; it gets g² / 2h of the best single weight, where g and h are the
 * slope and the curvature of the loss.
 *
 * `lastMask` is the masked layer that the head reads.
 */
export const saliency = async (setting: TrialSetting, trial: Trial, lastMask: number | undefined): Promise<Float32Array[]> => {
  const { body: frozen, task } = setting;
  const { train } = setting.activations;
  const rows = consecutiveBatches(train.count, batchSize).slice(0, batches);
  const squares = await withMaskValues(frozen, [trial.kept], (body) => maskGradients(body, [trial.readOut], [task], train, rows));
  const sizes = squares[0]!.map((ofMask) => ofMask.map(Math.sqrt));
  if (lastMask === undefined) return sizes;
  const open = trial.kept.map((bits, mask) => (mask === lastMask ? bits.map(() => 1) : bits));
  const [features] = await withMaskValues(frozen, [open], (body) => liveFeatures(body, train));
  const units = trial.kept[lastMask]!.length;
  for (const [feature, gain] of gainsOf(trial, features!, task)) {
    const unit = feature % units;
    if (trial.kept[lastMask]![unit] === 0) sizes[lastMask]![unit]! += gain;
  }
  return sizes;
};

/** What one more feature of the head saves, by feature: Σ over classes of g² / 2h, for features centred over the samples. */
const gainsOf = (
  { readOut, features }: Trial,
  { count, columns }: LiveFeatures,
  { train, classWeights }: SearchTask,
): Map<number, number> => {
  const gradient = logitsOf(features, readOut);
  softmaxLoss(gradient, { y: train.y, classWeights }, allRows(count));
  const classes = readOut.classNames.length;
  const weights = Float32Array.from(train.y, (label) => (classWeights[label] ?? 0) / count);
  // p − t at the label is p − 1, so p is found again by adding the one
  const curvature = gradient.map((slope, at) => {
    const [index, sample] = [Math.floor(at / count), at % count];
    const weight = weights[sample]!;
    if (weight === 0) return 0;
    const p = slope / weight + (train.y[sample] === index ? 1 : 0);
    return weight * p * (1 - p);
  });
  const gains = new Map<number, number>();
  for (const [feature, values] of columns) {
    let gain = 0;
    for (let index = 0; index < classes; index++) gain += gainOf(values, gradient, curvature, index * count);
    gains.set(feature, gain);
  }
  return gains;
};

const gainOf = (values: Float32Array, gradient: Float32Array, curvature: Float32Array, start: number): number => {
  let [total, sum] = [0, 0];
  for (let sample = 0; sample < values.length; sample++) {
    total += curvature[start + sample]!;
    sum += curvature[start + sample]! * values[sample]!;
  }
  const centre = total > 0 ? sum / total : 0;
  let [slope, bend] = [0, 0];
  for (let sample = 0; sample < values.length; sample++) {
    const value = values[sample]! - centre;
    slope += gradient[start + sample]! * value;
    bend += curvature[start + sample]! * value * value;
  }
  return bend > 0 ? (slope * slope) / (2 * bend) : 0;
};
