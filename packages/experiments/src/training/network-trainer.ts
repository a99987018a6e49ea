/** Takes the optimizer steps of a training: a way of computing them, all of which learn the same. */
export interface NetworkTrainer {
  /** One step on a batch of training samples; `progress` (0 to 1) keys the rate. */
  step(batch: Uint32Array, progress: number): void;
  /** The sum over the steps since the last call of the mean loss of each. */
  drainLoss(): Promise<number>;
  /** Makes the network hold what was learned so far. */
  sync(): void;
  dispose(): void;
}
