/** The progress of a search. */
export interface DiscoveryProgress {
  /** A second search, from a mask that turned out better, is part of the check. */
  readonly phase: 'masks' | 'refinement' | 'check' | 'read-out';
  /** The current epoch of this phase; restarts continue the count. */
  readonly epoch: number;
  readonly epochs: number;
  /** The steps that are done in this phase. */
  readonly step: number;
  readonly steps: number;
  /** One record for each task, at the end of an epoch of masks. */
  readonly tasks?: readonly EpochRecord[];
}

/** One task after one epoch. */
export interface EpochRecord {
  /** The name of the task. */
  readonly task: string;
  readonly epoch: number;
  /** The mean training loss of sampled masks, without the penalty; null if it is not finite. */
  readonly loss: number | null;
  /** The loss of the hard mask on the validation split, without the penalty. */
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  readonly penalty: number | null;
  /** The kept units of the hard mask; null once the task has diverged. */
  readonly keptUnits: number | null;
}
