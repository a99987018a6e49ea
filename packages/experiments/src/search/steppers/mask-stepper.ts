import type { ActivationBatch } from '../../masked/frozen-activations.js';

/** Takes the optimizer steps of a search. All steppers compute the same. */
export interface MaskStepper {
  /** One step of all tasks on a batch; `step` selects the noise, `progress` (0 to 1) the learning rates. */
  at(batch: ActivationBatch, step: number, progress: number, temperature: number): void;
  /** Multiplies the penalty of each task in each mask, from the next step on: one array for each mask, with a factor for each task. */
  price(factors: readonly Float32Array[]): void;
  /** Each task's loss, without the penalty, summed over the steps since the last call. */
  drainLosses(): Promise<number[]>;
  /** Writes the current logits and linear probes into the body's masks and the probes' variables. */
  sync(): void;
  dispose(): void;
}
