import type { WeightedLabels } from '../../../optimization/cross-entropy.js';
import type { SampledMask } from './sampled-mask.js';

/** The linear probes of all tasks: kernels `[tasks, features, classes]` and biases `[tasks, classes]`. */
interface HostProbes {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly classes: number;
}

/** Accumulators for the gradients of a part of a batch, in the shapes of the parameters. */
interface PartGradients {
  /** The gradients of the sampled masks, one for each mask. */
  readonly masks: readonly Float32Array[];
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** The part of a batch that uses one sample of the masks. */
export interface HostPart {
  /** Its rows in the split. */
  readonly batch: Uint32Array;
  /** The size of the whole batch. */
  readonly of: number;
  /** Its activations at the cut, row-major. */
  readonly x: Float32Array;
  readonly masks: readonly SampledMask[];
  readonly probes: HostProbes;
  readonly gradients: PartGradients;
  /** The labels of each task. */
  readonly labels: readonly WeightedLabels[];
  /** The loss of each task so far. */
  readonly losses: number[];
}

/** Runs all tasks forward and backward on a part of a batch, and adds to its gradients and losses. */
export type HostPass = (part: HostPart) => void;

/** The units of one task in the gradient of a mask. */
export const ofTask = (gradient: Float32Array, { units }: Pick<SampledMask, 'units'>, task: number): Float32Array =>
  gradient.subarray(task * units, (task + 1) * units);
