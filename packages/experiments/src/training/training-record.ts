/** A network after one epoch. */
export interface TrainingRecord {
  readonly epoch: number;
  /** Mean cross-entropy on the training samples of the epoch. */
  readonly loss: number;
  readonly validationAccuracy: number;
}
