/** A network after one epoch. */
export interface TrainingRecord {
  readonly epoch: number;
  /** The mean class-weighted cross-entropy on the training samples of the epoch. */
  readonly loss: number;
  readonly validationAccuracy: number;
  /** The mean of the recalls of the classes. */
  readonly validationBalancedAccuracy: number;
}
