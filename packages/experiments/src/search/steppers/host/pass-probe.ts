import { softmaxLoss } from '../../../optimization/softmax-loss.js';
import { type LinearReadOut, readOutLogits } from '../../../read-outs/index.js';
import { centreLogits, centreShares, uncentreGradient } from '../../centring/centre-on-host.js';
import { featureGradients } from './host-probe.js';
import type { HostPart } from './host-pass.js';

/** What comes back from a task's linear probe. */
export interface ProbeGradients {
  /** The weights of the probe. */
  readonly probe: LinearReadOut;
  /** The gradient of the logits, `[classes, batch]`. */
  readonly logits: Float32Array;
  /** Σ over the batch of feature · gradient of the logits, for every feature: `[features, classes]`. */
  readonly sums: Float32Array;
}

/**
 * Runs the linear probe of a task on features `[features, batch]`, of which `kept` are not 0. Adds its loss and the gradients of its weights.
 */
export const passProbe = (part: HostPart, task: number, rows: Float32Array, kept: Uint32Array): ProbeGradients => {
  const { batch, of, probes, gradients } = part;
  const size = batch.length;
  const labels = part.labels[task]!;
  const { classes } = probes;
  const weights = (rows.length / size) * classes;
  const probe = {
    kernel: probes.kernel.subarray(task * weights, (task + 1) * weights),
    bias: probes.bias.subarray(task * classes, (task + 1) * classes),
  };
  const logits = readOutLogits({ indices: kept, rows }, probe, size, true);
  const shares = centreShares(labels, batch);
  centreLogits(logits, probe.bias, shares);
  part.losses[task]! += softmaxLoss(logits, labels, batch, of);
  addRowSums(logits, size, gradients.bias.subarray(task * classes, (task + 1) * classes));
  uncentreGradient(logits, shares);
  const sums = featureGradients(rows, logits, classes, size);
  for (const feature of kept) {
    for (let at = feature * classes; at < (feature + 1) * classes; at++) gradients.kernel[task * weights + at]! += sums[at]!;
  }
  return { probe, logits, sums };
};

const addRowSums = (values: Float32Array, size: number, sums: Float32Array): void => {
  for (let row = 0; row < sums.length; row++) {
    let sum = 0;
    for (let at = row * size; at < (row + 1) * size; at++) sum += values[at]!;
    sums[row]! += sum;
  }
};
