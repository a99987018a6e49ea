import { fill, grad, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
// TensorFlow.js has no gradients without it
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import type { Estimator } from '../estimators/estimator.js';
import { fillLogisticNoise } from '../noise/keyed-noise.js';
import { matchers } from './matchers.js';

const logits = [-6, -2, -0.5, 0.25, 1, 3, 7];
const temperatures = [2, 1, 0.3];

const noiseLike = (count: number, key: number): Tensor => {
  const values = new Float32Array(count);
  fillLogisticNoise(values, key);
  return tensor(values, [count]);
};

const valuesOf = (make: () => Tensor): number[] => Array.from(tidy(() => make().dataSync()));

const repeated = (logit: number, count: number): Tensor => fill([count], logit);

/**
 * The contract of an {@link Estimator}, as a suite of vitest tests: what the other parts of this package rely on.
 *
 * Samples are 0 or 1 unless declared relaxed and lie in [0, 1]; the gradient is finite and not negative; the share of kept units is
 * within 4 standard errors of `keepProbability`, or, for a deterministic estimator, exactly it; its gradient equals finite differences;
 * `harden` is 0 or 1, is deterministic, and distinguishes kept logits from dropped ones as `writeMasks` sets them; the same noise gives the
 * same sample, and so does any noise if declared deterministic; `initialLogit` inverts `keepProbability`; no tensor leaks. Set a backend
 * first.
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

    it.each(temperatures)('keeps a unit as often as its keep probability gives, at temperature %d', (temperature) => {
      const draws = estimator.deterministic === true ? 10 : 20_000;
      const samples = logits.map((logit) => valuesOf(() => estimator.sample(repeated(logit, draws), noiseLike(draws, 3), temperature)));
      const isEverZero = samples.some((values) => values.includes(0));
      logits.forEach((logit, index) => {
        const values = samples[index]!;
        const [probability] = valuesOf(() => estimator.keepProbability(repeated(logit, 1), temperature)) as [number];
        const share = values.filter((value) => value > (isEverZero ? 0 : 0.5)).length / draws;
        const error = Math.sqrt((probability * (1 - probability)) / draws);
        if (estimator.deterministic !== true) expect(Math.abs(share - probability)).toBeLessThan(4 * error + 1 / draws);
        else if (estimator.relaxed) expect(probability).toBeCloseTo(values[0]!, 5);
        else expect(probability > 0.5 ? 1 : 0).toBe(values[0]);
      });
    });

    it.each(temperatures)('gives the keep probability the gradient of finite differences, at temperature %d', (temperature) => {
      const of = (logit: number) => valuesOf(() => estimator.keepProbability(repeated(logit, 1), temperature))[0]!;
      const gradient = valuesOf(() => grad((l) => sum(estimator.keepProbability(l, temperature)))(tensor(logits)));
      const h = 0.01;
      logits.forEach((logit, index) => {
        expect(gradient[index]).toBeCloseTo((of(logit + h) - of(logit - h)) / (2 * h), 3);
      });
    });

    it('hardens to 0 or 1, the same every time', () => {
      const harden = () => Array.from(tidy(() => estimator.harden(tensor(logits)).dataSync()));
      expect(harden().every((value) => value === 0 || value === 1)).toBe(true);
      expect(harden()).toEqual(harden());
      expect(harden()).toEqual([...harden()].sort((a, b) => a - b));
    });

    it('hardens logits of 1 and -1 to a unit kept and one dropped', () => {
      expect(valuesOf(() => estimator.harden(tensor([1, -1])))).toEqual([1, 0]);
    });

    it('draws the same sample from the same noise, and from any if deterministic', () => {
      const draw = (key: number) => valuesOf(() => estimator.sample(repeated(0.3, 200), noiseLike(200, key), 0.7));
      expect(draw(4)).toEqual(draw(4));
      if (estimator.deterministic === true) expect(draw(5)).toEqual(draw(4));
      else expect(draw(5)).not.toEqual(draw(4));
    });

    it.each(temperatures)('starts at the given keep probability, at temperature %d', (temperature) => {
      for (const probability of [0.05, 0.27, 0.5, 0.95]) {
        const logit = estimator.initialLogit(probability, temperature);
        expect(valuesOf(() => estimator.keepProbability(repeated(logit, 1), temperature))[0]).toBeCloseTo(probability, 5);
      }
    });

    it('leaks no tensor', async () => {
      const run = () => tidy(() => void estimator.harden(estimator.sample(repeated(1, 10), noiseLike(10, 5), 1)));
      const { pass, message } = await matchers.toLeakNoTensors(run);
      expect(pass, message()).toBe(true);
    });
  });
};
