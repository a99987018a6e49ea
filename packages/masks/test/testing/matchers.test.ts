import { ones, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

describe('toBeAllclose', () => {
  it.each([
    ['equal values', [1, 2], [1, 2], undefined],
    ['no values', [], [], undefined],
    ['a difference within the tolerance', [1, 2], [1, 2.0009], 1e-3],
    ['a difference within the tolerance of the largest value', [1, 1000], [1.9, 1000], 1e-3],
  ])('takes %s', (_, received, expected, tolerance) => {
    expect(received).toBeAllclose(expected, tolerance);
    expect(() => expect(received).not.toBeAllclose(expected, tolerance)).toThrow();
  });

  it.each([
    ['another value', [1, 2], [1, 2.1], 'at 1: 2 instead of 2.1'],
    ['too few values', [1], [1, 2], '1 values against 2'],
    ['too many values', [1, 2], [1], '2 values against 1'],
    ['not a number', [Number.NaN, 2], [1, 2], 'at 0: NaN instead of 1'],
    ['an infinite value', [Number.POSITIVE_INFINITY], [1], 'at 0: Infinity instead of 1'],
  ])('refuses %s', (_, received, expected, message) => {
    expect(() => expect(received).toBeAllclose(expected)).toThrow(message);
    expect(received).not.toBeAllclose(expected);
  });

  it('takes tensors and typed arrays on either side, whatever their shape', () => {
    expect(tensor([1, 2, 3, 4], [2, 2])).toBeAllclose(Float32Array.of(1, 2, 3, 4));
    expect(Float32Array.of(1, 2)).toBeAllclose(tensor([1, 2]));
    expect(zeros([2])).not.toBeAllclose(ones([2]));
  });
});

describe('toLeakNoTensors', () => {
  it('takes what ends with as many tensors as it began with, at once or later', async () => {
    await expect(() => ones([2]).dispose()).toLeakNoTensors();
    await expect(async () => {
      const made = ones([2]);
      await made.data();
      made.dispose();
    }).toLeakNoTensors();
  });

  it('refuses what leaves tensors behind, or takes them away', async () => {
    await expect(expect(() => [ones([2]), ones([3])]).toLeakNoTensors()).rejects.toThrow('2 tensors more than before');
    const made = ones([2]);
    await expect(expect(() => made.dispose()).toLeakNoTensors()).rejects.toThrow('-1 tensors more than before');
    await expect(() => tidy(() => ones([2]))).not.toLeakNoTensors();
  });
});
