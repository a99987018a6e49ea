import type { Samples } from '../networks/input-rows.js';
import type { SampleBatch } from '../optimization/read-batches.js';
import type { Moments } from '../optimization/moments.js';

/** Takes the optimizer steps of a training: a way of computing them, all of which learn the same. */
export interface NetworkTrainer {
  /** One step on a batch of training samples, at a learning rate; `step` counts from 0. */
  step(samples: SampleBatch, rate: number, step: number): void;
  /** The sum over the steps since the last call of the mean loss of each. */
  drainLoss(): Promise<number>;
  /** Logits or probabilities of samples in inference mode, `[samples, classes]`, by what was learned so far. */
  outputs(samples: Samples): Promise<Float32Array>;
  /** Makes the network hold what was learned so far. */
  sync(): void;
  /** What the optimizer keeps beside the weights. */
  moments(): Promise<Moments>;
  /** Goes on as after so many steps, with the weights that the network had when the trainer was made. */
  restore(moments: Moments, steps: number): void;
  dispose(): void;
}
