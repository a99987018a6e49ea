import { fill, grad, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type Estimator, expectedUnits, hardConcrete, type HardConcreteOptions, penaltyPerTask } from '@dum/masks';
import { fillLogisticNoise } from '@dum/masks/noise';
import { testEstimator, testPenalty } from '@dum/masks/testing';

testEstimator(hardConcrete);
testEstimator(() => ({ ...hardConcrete({ gamma: -0.6, zeta: 1.2 }), name: 'hardConcrete stretched further' }));
testPenalty(expectedUnits, hardConcrete());

const valuesOf = (estimator: Estimator, logits: number[], noise: number[], temperature: number): number[] =>
  Array.from(tidy(() => estimator.sample(tensor(logits), tensor(noise), temperature).dataSync()));

/** The sample of the paper, in double precision. */
const sampleOf = (logit: number, noise: number, temperature: number, gamma = -0.1, zeta = 1.1) =>
  Math.min(1, Math.max(0, (zeta - gamma) / (1 + Math.exp(-(logit + noise) / temperature)) + gamma));

describe('hardConcrete', () => {
  const logits = [-4, -1.2, -0.3, 0.4, 1.1, 5];
  const noise = [-1, 0.7, -0.6, 0.2, -2, 1];

  it.each([2 / 3, 1, 0.4])('has the samples of the paper at temperature %d', (temperature) => {
    expect(valuesOf(hardConcrete(), logits, noise, temperature)).toBeAllclose(logits.map((l, at) => sampleOf(l, noise[at]!, temperature)));
    const options = { gamma: -0.5, zeta: 2 };
    const wider = logits.map((l, at) => sampleOf(l, noise[at]!, temperature, options.gamma, options.zeta));
    expect(valuesOf(hardConcrete(options), logits, noise, temperature)).toBeAllclose(wider);
  });

  it.each([2 / 3, 1, 0.4])('has the gradient of finite differences, 0 where it is clipped, at temperature %d', (temperature) => {
    const gradient = tidy(() => grad((l) => sum(hardConcrete().sample(l, tensor(noise), temperature)))(tensor(logits)).dataSync());
    const h = 1e-4;
    logits.forEach((l, at) => {
      const slope = (sampleOf(l + h, noise[at]!, temperature) - sampleOf(l - h, noise[at]!, temperature)) / (2 * h);
      expect(gradient[at]).toBeCloseTo(slope, 5);
    });
    expect([gradient[0], gradient[5]]).toEqual([0, 0]);
    expect(gradient[3]).toBeGreaterThan(0);
  });

  it('prices the expected number of samples that are not 0', () => {
    const draws = 100_000;
    const values = new Float32Array(draws);
    fillLogisticNoise(values, 11);
    for (const temperature of [2 / 3, 0.3]) {
      const shares = logits.map((logit) => {
        const samples = tidy(() =>
          hardConcrete()
            .sample(fill([draws], logit), tensor(values), temperature)
            .dataSync(),
        );
        return samples.filter((sample) => sample !== 0).length / draws;
      });
      const penalty = tidy(() => penaltyPerTask(expectedUnits(1), tensor(logits, [1, 6]), hardConcrete(), temperature).dataSync()[0]!);
      expect(penalty).toBeCloseTo(
        shares.reduce((all, share) => all + share, 0),
        1,
      );
      const formula = logits.map((l) => 1 / (1 + Math.exp(-(l - temperature * Math.log(0.1 / 1.1)))));
      expect(penalty).toBeCloseTo(
        formula.reduce((all, probability) => all + probability, 0),
        5,
      );
    }
  });

  it('has the parameters that it was made with', () => {
    expect(hardConcrete({ gamma: -0.2 }).parameters).toEqual({ gamma: -0.2, zeta: 1.1 });
  });

  it.each([
    [{ gamma: 0 }, 'hardConcrete: gamma is 0; expected a finite number below 0'],
    [{ gamma: Number.NEGATIVE_INFINITY }, 'hardConcrete: gamma is -Infinity'],
    [{ zeta: 1 }, 'hardConcrete: zeta is 1; expected a finite number above 1'],
    [{ zeta: '2' }, 'hardConcrete: zeta is "2"'],
    [{ gama: -1 }, 'hardConcrete: no option is called "gama"; did you mean "gamma"?'],
  ])('refuses %o', (options, message) => {
    expect(() => hardConcrete(options as HardConcreteOptions)).toThrow(message);
  });
});
