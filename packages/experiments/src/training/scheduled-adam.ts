import { AdamOptimizer } from '@tensorflow/tfjs-core';
import type { Schedule } from './schedules.js';

/**
 * Adam with a learning rate that follows a schedule. Kingma and Ba 2015 (arXiv 1412.6980); β₁ .9, β₂ .999, ε 1e-7.
 */
export class ScheduledAdam extends AdamOptimizer {
  readonly #schedule: Schedule;

  constructor(schedule: Schedule) {
    super(schedule(0), 0.9, 0.999, 1e-7);
    this.#schedule = schedule;
  }

  /** One update at the rate of this point of the run. */
  applyAt(progress: number, gradients: Parameters<AdamOptimizer['applyGradients']>[0]): void {
    this.learningRate = this.#schedule(progress);
    this.applyGradients(gradients);
  }
}
