import { expect, it } from 'vitest';
import { trainingSamples } from '../../src/training/training-samples.js';

const count = 40;
const width = 50;
const samples = { x: Float32Array.from({ length: count * width }, (_, at) => (at % 3 === 0 ? 0 : 1 + at)), count, sampleShape: [5, 10] };
const batch = Uint32Array.of(7, 3, 39);

it('gives the rows of a batch as they are without dropout', () => {
  const { rows, width: found } = trainingSamples(samples, { inputDropout: 0, seed: 1 });
  expect(found).toBe(width);
  expect([...rows(batch, 5)]).toEqual([7, 3, 39].flatMap((row) => [...samples.x.subarray(row * width, (row + 1) * width)]));
});

it('drops the share that it is told, others at each step, and the mean over steps is the value', () => {
  const before = samples.x.slice();
  const { rows } = trainingSamples(samples, { inputDropout: 0.2, seed: 1 });
  const whole = trainingSamples(samples, { inputDropout: 0, seed: 1 }).rows(batch, 0);
  const steps = 400;
  const sums = new Float64Array(whole.length);
  let dropped = 0;
  for (let step = 0; step < steps; step++) {
    rows(batch, step).forEach((value, at) => {
      sums[at]! += value / steps;
      if (whole[at] === 0 || value === 0) dropped += whole[at] === 0 ? 0 : 1;
      else expect(value / whole[at]!).toBeCloseTo(1.25, 5);
    });
  }
  const values = whole.filter((value) => value !== 0).length;
  // five standard deviations of each share
  expect(Math.abs(dropped / (values * steps) - 0.2)).toBeLessThan((5 * 0.4) / Math.sqrt(values * steps));
  whole.forEach((value, at) => {
    expect(Math.abs(sums[at]! - value)).toBeLessThanOrEqual(((5 * 0.4) / 0.8 / Math.sqrt(steps)) * value);
  });
  expect([...samples.x]).toEqual([...before]);
});

it('is the same for the same seed and step, and another for others', () => {
  const at = (seed: number, step: number) => [...trainingSamples(samples, { inputDropout: 0.5, seed }).rows(batch, step)];
  expect(at(1, 2)).toEqual(at(1, 2));
  expect(at(1, 3)).not.toEqual(at(1, 2));
  expect(at(2, 2)).not.toEqual(at(1, 2));
});
