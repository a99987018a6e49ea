import { type Tensor3D, tensor3d, tidy, grad, mul, sum } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { centredLogits } from '../../../src/search/centring/centre-on-device.js';
import { centreLogits, centreShares, uncentreGradient } from '../../../src/search/centring/centre-on-host.js';

const batch = Uint32Array.of(0, 1, 2, 3, 4);
// the label 2 is ignored
const labels = { y: [0, 1, 2, 0, 1], classWeights: [1, 3] };
const shares = [1 / 8, 3 / 8, 0, 1 / 8, 3 / 8];
const logits = [
  [1, 2, 5, -1, 0.5],
  [0, -2, 7, 3, 1.5],
];
const targets = labels.y.map((label) => [label === 0 ? 1 : 0, label === 1 ? 3 : 0]);
const transposed = (rows: readonly (readonly number[])[]) => rows[0]!.map((_, column) => rows.map((row) => row[column]!));

describe('centred logits', () => {
  it('weigh samples by their classes, and ignored samples not at all', () => {
    expect([...centreShares(labels, batch)]).toEqual(shares);
    expect([...centreShares({ y: [2, 2], classWeights: [1, 3] }, Uint32Array.of(0, 1))]).toEqual([0, 0]);
  });

  it('have the given mean in each class', () => {
    const centred = Float32Array.from(logits.flat());
    centreLogits(centred, Float32Array.of(0.5, -2), Float32Array.from(shares));
    const means = [0, 1].map((index) => shares.reduce((total, share, sample) => total + share * centred[index * 5 + sample]!, 0));
    expect(means[0]).toBeCloseTo(0.5, 6);
    expect(means[1]).toBeCloseTo(-2, 6);
    expect(centred[1]! - centred[0]!).toBeCloseTo(1, 6);
  });

  it('are the same on the device, with the same gradient', () => {
    const host = Float32Array.from(logits.flat());
    centreLogits(host, new Float32Array(2), Float32Array.from(shares));
    const slopes = [0.3, -1, 2, 0.25, -0.5, 1, 0, -2, 0.5, 4];
    const gradient = Float32Array.from(slopes);
    uncentreGradient(gradient, Float32Array.from(shares));
    const x = tensor3d([transposed(logits)]);
    const y = tensor3d([targets]);
    const weights = tensor3d([transposed([slopes.slice(0, 5), slopes.slice(5)])]);
    const [centred, slope] = tidy(() => [centredLogits(x, y, 1), grad((z) => sum(mul(weights, centredLogits(z as Tensor3D, y, 1))))(x)]);
    expect(centred).toBeAllclose(transposed([[...host.slice(0, 5)], [...host.slice(5)]]).flat(), 1e-6);
    expect(slope).toBeAllclose(transposed([[...gradient.slice(0, 5)], [...gradient.slice(5)]]).flat(), 1e-6);
  });

  it('are centred in each part of a batch alone', () => {
    const y = tensor3d([targets]);
    const parts = [
      { at: 0, size: 3 },
      { at: 3, size: 2 },
    ];
    const expected = parts.flatMap(({ at, size }) => {
      const rows = Float32Array.from(logits.flatMap((row) => row.slice(at, at + size)));
      centreLogits(rows, new Float32Array(2), centreShares(labels, batch.slice(at, at + size)));
      return transposed([[...rows.slice(0, size)], [...rows.slice(size)]]).flat();
    });
    expect(centredLogits(tensor3d([transposed(logits)]), y, 2)).toBeAllclose(expected, 1e-6);
  });
});
