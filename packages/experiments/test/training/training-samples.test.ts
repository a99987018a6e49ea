import { expect, it } from 'vitest';
import { inMemory } from '@dum/datasets';
import { readBatches, type SampleBatch } from '../../src/optimization/read-batches.js';
import { trainingRows } from '../../src/training/training-samples.js';

const count = 40;
const width = 50;
const x = Float32Array.from({ length: count * width }, (_, at) => (at % 3 === 0 ? 0 : 1 + at));
const source = inMemory({ x, sampleShape: [5, 10] });
const { value: batch } = (await readBatches(source, [Uint32Array.of(7, 3, 39)]).next()) as { value: SampleBatch };

it('gives the rows of a batch as they are without dropout', () => {
  const rows = trainingRows({ inputDropout: 0, seed: 1 })(batch, 5) as Float32Array;
  expect([...rows]).toEqual([7, 3, 39].flatMap((row) => [...x.subarray(row * width, (row + 1) * width)]));
});

it('drops the given share, others at each step, and the mean over steps is the value', () => {
  const before = x.slice();
  const rows = trainingRows({ inputDropout: 0.2, seed: 1 });
  const whole = batch.rows() as Float32Array;
  const steps = 400;
  const sums = new Float64Array(whole.length);
  let dropped = 0;
  for (let step = 0; step < steps; step++) {
    (rows(batch, step) as Float32Array).forEach((value, at) => {
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
  expect([...x]).toEqual([...before]);
});

it('is the same for the same seed and step, and another for others', () => {
  const at = (seed: number, step: number) => [...(trainingRows({ inputDropout: 0.5, seed })(batch, step) as Float32Array)];
  expect(at(1, 2)).toEqual(at(1, 2));
  expect(at(1, 3)).not.toEqual(at(1, 2));
  expect(at(2, 2)).not.toEqual(at(1, 2));
});
