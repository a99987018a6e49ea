import type { Samples } from '../networks/input-rows.js';
import type { SampleBatch } from '../optimization/read-batches.js';
import type { Moments } from '../optimization/moments.js';

/** Takes the optimizer steps of a training. All trainers compute the same. */
export interface NetworkTrainer {
  /** One step on a batch of training samples, at a learning rate; `step` counts from 0. */
  step(samples: SampleBatch, rate: number, step: number): void;
  /** The mean losses of the steps since the last call, summed. */
  drainLoss(): Promise<number>;
  /** Logits or probabilities of samples in inference mode with the current weights, `[samples, classes]`. */
  outputs(samples: Samples): Promise<Float32Array>;
  /** Writes the current weights into the network. */
  sync(): void;
  /** The optimizer's moments. */
  moments(): Promise<Moments>;
  /** Restores the state after `steps` steps, with the weights that the network had when the trainer was created. */
  restore(moments: Moments, steps: number): void;
  dispose(): void;
}
