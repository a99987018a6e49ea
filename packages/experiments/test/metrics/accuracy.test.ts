import { expect, it } from 'vitest';
import { ignoredLabel } from '@dum/datasets';
import { accuraciesOf } from '../../src/metrics/accuracy.js';

it('counts hits over samples and over classes, without those that are ignored', () => {
  const outputs = Float32Array.of(2, 1, 2, 1, 2, 1, 1, 2, 2, 1, 1, 2);
  const y = Uint8Array.of(0, 0, 0, 0, 1, ignoredLabel);
  expect(accuraciesOf(outputs, y)).toEqual({ accuracy: 3 / 5, balancedAccuracy: 3 / 8 });
});

it('leaves out a class that has no sample', () => {
  expect(accuraciesOf(Float32Array.of(1, 0, 0, 0, 1, 0), Uint8Array.of(0, 0))).toEqual({ accuracy: 0.5, balancedAccuracy: 0.5 });
});

it('is NaN where an output is not finite', () => {
  expect(accuraciesOf(Float32Array.of(1, Number.NaN), Uint8Array.of(0))).toEqual({ accuracy: Number.NaN, balancedAccuracy: Number.NaN });
});
