import '../_cpu.js';
import { grad, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gumbelSigmoid } from '@dum/masks';
import { testEstimator } from '@dum/masks/testing';

testEstimator(gumbelSigmoid);

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
