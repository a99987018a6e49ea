import { fill, grad, mean, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Estimator } from '../estimators/estimator.js';
import { fillLogisticNoise } from '../layers/noise.js';
import { matchers } from './matchers.js';

const logits = [-6, -2, -0.5, 0.25, 1, 3, 7];
const temperatures = [2, 1, 0.3];

const noiseLike = (count: number, key: number): Tensor => {
  const values = new Float32Array(count);
  fillLogisticNoise(values, key);
  return tensor(values, [count]);
};

const repeated = (logit: number, count: number): Tensor => fill([count], logit);

/**
 * The contract of an {@link Estimator}, as a suite of vitest tests: what every part of this package takes for granted.
 *
 * Samples are 0 or 1 unless declared relaxed and lie in [0, 1]; the gradient is finite and not negative; the share of ones is
 * within 4 standard errors of `keepProbability`; `harden` is 0 or 1 and repeats; the same noise gives the same sample;
 * `initialLogit` inverts `keepProbability`; no tensor leaks. A backend must have been set.
 *
 * @example
 * testEstimator(() => myEstimator());
 */
export const testEstimator = (make: () => Estimator): void => {
  const estimator = make();
  describe(`estimator ${estimator.name}`, () => {
    it.each(temperatures)('samples within [0, 1], hard unless relaxed, at temperature %d', (temperature) => {
      for (const logit of logits) {
        const values = tidy(() => estimator.sample(repeated(logit, 500), noiseLike(500, 1), temperature).dataSync());
        expect(values.every((value) => (estimator.relaxed ? value >= 0 && value <= 1 : value === 0 || value === 1))).toBe(true);
      }
    });

    it.each(temperatures)('has a finite gradient, nowhere negative and somewhere positive, at temperature %d', (temperature) => {
      const gradients = logits.flatMap((logit) => {
        const noise = noiseLike(500, 2);
        const gradient = tidy(() => grad((l) => sum(estimator.sample(l, noise, temperature)))(repeated(logit, 500)).dataSync());
        noise.dispose();
        return Array.from(gradient);
      });
      expect(gradients.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      expect(gradients.some((value) => value > 0)).toBe(true);
    });

    it('keeps a unit as often as its keep probability says', () => {
      const draws = 20_000;
      for (const logit of logits) {
        const share = tidy(() => mean(estimator.sample(repeated(logit, draws), noiseLike(draws, 3), 1)).dataSync()[0]!);
        const probability = tidy(() => estimator.keepProbability(repeated(logit, 1)).dataSync()[0]!);
        const error = Math.sqrt((probability * (1 - probability)) / draws);
        if (!estimator.relaxed) expect(Math.abs(share - probability)).toBeLessThan(4 * error + 1 / draws);
      }
    });

    it('hardens to 0 or 1, the same every time', () => {
      const harden = () => Array.from(tidy(() => estimator.harden(tensor(logits)).dataSync()));
      expect(harden().every((value) => value === 0 || value === 1)).toBe(true);
      expect(harden()).toEqual(harden());
      expect(harden()).toEqual([...harden()].sort((a, b) => a - b));
    });

    it('draws the same sample from the same noise', () => {
      const draw = () => Array.from(tidy(() => estimator.sample(repeated(0.3, 200), noiseLike(200, 4), 0.7).dataSync()));
      expect(draw()).toEqual(draw());
    });

    it.each([0.05, 0.27, 0.5, 0.95])('starts at keep probability %d when told to', (probability) => {
      const start = tidy(() => estimator.keepProbability(repeated(estimator.initialLogit(probability), 1)).dataSync()[0]!);
      expect(start).toBeCloseTo(probability, 5);
    });

    it('leaks no tensor', async () => {
      const run = () => tidy(() => void estimator.harden(estimator.sample(repeated(1, 10), noiseLike(10, 5), 1)));
      const { pass, message } = await matchers.toLeakNoTensors(run);
      expect(pass, message()).toBe(true);
    });
  });
};
