import { grad, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { continuousSparsification, type Estimator, expectedUnits, gumbelSigmoid, straightThrough } from '@dum/masks';
import { testEstimator, testPenalty } from '@dum/masks/testing';

testEstimator(gumbelSigmoid);
testEstimator(straightThrough);
testEstimator(continuousSparsification);
testPenalty(expectedUnits, straightThrough());
testPenalty(expectedUnits, continuousSparsification());

const sampleOf = ({ sample }: Estimator, logits: number[], noise: number[], temperature: number): number[] =>
  Array.from(tidy(() => sample(tensor(logits), tensor(noise), temperature).dataSync()));

const gradientOf = ({ sample }: Estimator, logits: number[], noise: number[], temperature: number) =>
  tidy(() => grad((l) => sample(l, tensor(noise), temperature))(tensor(logits)));

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

describe('gumbelSigmoid', () => {
  it.each([
    { logit: 0.4, noise: -1.1, temperature: 1 },
    { logit: -2, noise: 2.5, temperature: 0.3 },
  ])('has the closed form of the straight-through sample at %o', ({ logit, noise, temperature }) => {
    const s = 1 / (1 + Math.exp(-(logit + noise) / temperature));
    const sample = tidy(
      () =>
        gumbelSigmoid()
          .sample(tensor([logit]), tensor([noise]), temperature)
          .dataSync()[0],
    );
    const gradient = tidy(() => grad((l) => gumbelSigmoid().sample(l, tensor([noise]), temperature))(tensor([logit])));
    expect(sample).toBe(s > 0.5 ? 1 : 0);
    expect(gradient).toBeAllclose([(s * (1 - s)) / temperature]);
  });

  it('hardens by the sign of the logit, and drops an undecided unit', () => {
    expect(
      Array.from(
        tidy(() =>
          gumbelSigmoid()
            .harden(tensor([-1, 0, 1e-6]))
            .dataSync(),
        ),
      ),
    ).toEqual([0, 0, 1]);
  });
});

describe('straightThrough', () => {
  it('is the sign of the logit forward and the slope of a sigmoid backward, whatever the noise', () => {
    const logits = [-9, -1.5, 0, 0.2, 4];
    for (const temperature of [2, 0.4]) {
      expect(sampleOf(straightThrough(), logits, [9, 9, 9, -9, -9], temperature)).toEqual([0, 0, 0, 1, 1]);
      const slopes = logits.map((l) => (sigmoid(l / temperature) * (1 - sigmoid(l / temperature))) / temperature);
      expect(gradientOf(straightThrough(), logits, [9, 9, 9, -9, -9], temperature)).toBeAllclose(slopes);
    }
  });

  it('moves a logit by its own loss and price in the same proportion, however decided it is', () => {
    const logits = [-3, -0.1, 0.1, 3];
    const estimator = straightThrough();
    const price = tidy(() => grad((l) => sum(estimator.keepProbability(l, 0.7)))(tensor(logits)));
    expect(gradientOf(estimator, logits, [0, 0, 0, 0], 0.7)).toBeAllclose(price);
  });
});

describe('continuousSparsification', () => {
  it('is a sigmoid of the logit times the inverse of the temperature, with its gradient', () => {
    const logits = [-2, -0.01, 0, 0.005, 3];
    for (const beta of [1, 7, 200]) {
      const soft = logits.map((l) => sigmoid(beta * l));
      expect(sampleOf(continuousSparsification(), logits, [9, 9, -9, -9, -9], 1 / beta)).toBeAllclose(soft);
      const slopes = soft.map((p) => beta * p * (1 - p));
      expect(gradientOf(continuousSparsification(), logits, [9, 9, -9, -9, -9], 1 / beta)).toBeAllclose(slopes);
    }
  });

  it('ends as good as hard at the end of its schedule', () => {
    const { end } = continuousSparsification().searchDefaults!.temperature!;
    expect(sampleOf(continuousSparsification(), [-0.1, 0.1], [0, 0], end)).toBeAllclose([0, 1], 1e-8);
  });
});
