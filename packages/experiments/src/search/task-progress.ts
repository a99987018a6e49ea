import type { LayerLogits } from '../masked/read-logits.js';
import { divergenceLimit } from '../optimization/divergence-limit.js';
import type { EpochRecord } from './progress.js';

/** The figures of one epoch of one task. */
export type EpochFigures = Record<'loss' | 'validationLoss' | 'validationAccuracy' | 'penalty', number>;

/** The masks of one task and their history; no masks if it diverged. */
export interface LearnedMasks {
  readonly layers: readonly LayerLogits[] | undefined;
  /** The epoch whose masks these are, counted from 1; if the task diverged, the epoch of that. */
  readonly epoch: number;
  readonly history: readonly EpochRecord[];
}

/** Tracks one task through a run: its best masks, whether it still learns, and whether it has diverged. */
export class TaskProgress {
  readonly #task: string;
  readonly #patience: number;
  readonly #history: EpochRecord[] = [];
  #best = Number.POSITIVE_INFINITY;
  #layers: readonly LayerLogits[] | undefined;
  #epoch = 0;
  #state: 'learning' | 'stopped' | 'diverged' = 'learning';

  constructor(task: string, patience: number) {
    this.#task = task;
    this.#patience = patience;
  }

  get isLearning(): boolean {
    return this.#state === 'learning';
  }

  /** Ends the task without a mask, because its loss was not finite. */
  diverge(epoch: number): void {
    if (!this.isLearning) return;
    this.#state = 'diverged';
    this.#epoch = epoch;
    this.#layers = undefined;
  }

  /** Records an epoch. Without patience the last masks are the result, with patience those of the best validation objective. */
  record(epoch: number, figures: EpochFigures, layers: readonly LayerLogits[]): EpochRecord {
    const isBounded = (value: number) => Math.abs(value) <= divergenceLimit;
    const { loss, validationLoss, penalty } = figures;
    if (![loss, validationLoss].every(isBounded) || Number.isNaN(penalty) || !layers.every(({ logits }) => logits.every(isBounded)))
      this.diverge(epoch);
    const objective = figures.validationLoss + figures.penalty;
    if (this.isLearning && (objective < this.#best || this.#patience === Number.POSITIVE_INFINITY)) {
      this.#best = objective;
      this.#layers = layers;
      this.#epoch = epoch;
    }
    if (this.isLearning && epoch - this.#epoch >= this.#patience) this.#state = 'stopped';
    const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
    const record = {
      task: this.#task,
      epoch,
      loss: finite(figures.loss),
      validationLoss: finite(figures.validationLoss),
      validationAccuracy: this.#state === 'diverged' ? null : figures.validationAccuracy,
      penalty: finite(figures.penalty),
      keptUnits: this.#state === 'diverged' ? null : layers.reduce((units, { kept }) => units + kept.reduce((sum, bit) => sum + bit, 0), 0),
    };
    this.#history.push(record);
    return record;
  }

  result(): LearnedMasks {
    return { layers: this.#layers, epoch: this.#epoch, history: this.#history };
  }
}
