import type { ActivationBatch } from '../../masked/frozen-activations.js';

/** Takes the optimizer steps of a search: a way of computing them, all of which learn the same. */
export interface MaskStepper {
  /** One step of all tasks on a batch; `step` keys the noise, `progress` (0 to 1) the rates. */
  at(batch: ActivationBatch, step: number, progress: number, temperature: number): void;
  /** Multiplies the penalty of each task in each mask, from the next step on: one array a mask, with a factor a task. */
  price(factors: readonly Float32Array[]): void;
  /** The sum over the steps since the last call of each task's loss, without the penalty. */
  drainLosses(): Promise<number[]>;
  /** Makes the body's masks and the heads hold what was learned so far. */
  sync(): void;
  dispose(): void;
}
