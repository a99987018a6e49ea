/** A network after one epoch. */
export interface TrainingRecord {
  readonly epoch: number;
  /** Mean cross-entropy on the training samples of the epoch, each with the weight of its class. */
  readonly loss: number;
  readonly validationAccuracy: number;
  /** The mean over classes of each class's own accuracy. */
  readonly validationBalancedAccuracy: number;
}
