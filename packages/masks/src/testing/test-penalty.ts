import { grad, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
// TensorFlow.js has no gradients without it
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import type { Estimator } from '../estimators/estimator.js';
import { gumbelSigmoid } from '../estimators/gumbel-sigmoid.js';
import { addPenalties, type Penalty, penaltyPerTask, scalePenalty } from '../penalties/penalty.js';

const twoTasks = [-3, -0.5, 0.1, 2, 0.7, 1.3, -2, 4];

/**
 * The contract of a penalty, as a suite of vitest tests, for its factory with a price.
 *
 * One finite number for each task; a task's penalty depends on its own logits only; it is proportional to α, zero at α = 0, adds and
 * scales; its gradient equals finite differences; the formula contains the price; a negative or non-finite price is refused. Set a backend
 * first.
 *
 * @example
 * testPenalty((alpha) => myPenalty(alpha));
 */
export const testPenalty = (make: (alpha: number) => Penalty, estimator: Estimator = gumbelSigmoid()): void => {
  const of = (penalty: Penalty, values: readonly number[] = twoTasks): number[] =>
    Array.from(tidy(() => penaltyPerTask(penalty, tensor([...values], [2, values.length / 2]), estimator).dataSync()));

  describe(`penalty ${make(0.5).formula}`, () => {
    it('is one finite number a task, of that task alone', () => {
      const [first, second] = of(make(0.5));
      expect(Number.isFinite(first) && Number.isFinite(second)).toBe(true);
      expect(of(make(0.5), [...twoTasks.slice(0, 4), 9, 9, 9, 9])[0]).toBeCloseTo(first!, 6);
    });

    it('is proportional to its price, adds and scales', () => {
      const unit = of(make(1));
      const close = (actual: number[], factor: number) =>
        expect(actual.map((value, task) => Math.abs(value - factor * unit[task]!) < 1e-4)).toEqual([true, true]);
      close(of(make(0)), 0);
      close(of(make(0.25)), 0.25);
      close(of(addPenalties(make(0.25), make(0.5))), 0.75);
      close(of(scalePenalty(make(0.25), 3)), 0.75);
    });

    it('has the gradient of finite differences', () => {
      const penalty = make(0.5);
      const total = (values: readonly number[]) => of(penalty, values).reduce((all, value) => all + value, 0);
      const gradient = tidy(() => grad((l: Tensor) => sum(penaltyPerTask(penalty, l, estimator)))(tensor(twoTasks, [2, 4])).dataSync());
      const h = 0.05;
      twoTasks.forEach((_, index) => {
        const moved = (by: number) => twoTasks.map((value, at) => (at === index ? value + by : value));
        expect(gradient[index]).toBeCloseTo((total(moved(h)) - total(moved(-h))) / (2 * h), 3);
      });
    });

    it('names its price in its formula', () => {
      expect(make(0.125).formula).toContain('0.125');
    });

    it.each([-1e-9, Number.NaN, Number.POSITIVE_INFINITY])('refuses price %d', (alpha) => {
      expect(() => make(alpha)).toThrow(/alpha is .*expected a finite number of at least 0/);
    });
  });
};
