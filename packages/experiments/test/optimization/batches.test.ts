import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consecutiveBatches, gatherRows, shuffledBatches, stepsPerEpoch } from '../../src/optimization/batches.js';
import { cosineDecay, geometric } from '../../src/optimization/schedules.js';

describe('shuffledBatches', () => {
  it('takes every sample at most once, in whole batches, and leaves less than one batch out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 300 }), fc.nat(5), (count, batchSize, epoch) => {
        const batches = shuffledBatches(count, batchSize, 1, epoch);
        const rows = batches.flatMap((batch) => [...batch]);
        expect(new Set(rows).size).toBe(rows.length);
        expect(rows.every((row) => row < count)).toBe(true);
        expect(new Set(batches.map(({ length }) => length))).toEqual(new Set([Math.min(count, batchSize)]));
        expect(count - rows.length).toBeLessThan(batchSize);
        expect(batches.length).toBe(stepsPerEpoch(count, batchSize));
      }),
    );
  });

  it('repeats for a seed and epoch and changes with either', () => {
    const order = (seed: number, epoch: number) => shuffledBatches(50, 50, seed, epoch)[0]!.join();
    expect(order(1, 1)).toBe(order(1, 1));
    expect(new Set([order(1, 1), order(1, 2), order(2, 1)]).size).toBe(3);
  });

  it('puts every sample first about equally often', () => {
    const first = new Array<number>(10).fill(0);
    for (let epoch = 0; epoch < 5000; epoch++) first[shuffledBatches(10, 1, 7, epoch)[0]![0]!]! += 1;
    const chiSquare = first.reduce((sum, seen) => sum + (seen - 500) ** 2 / 500, 0);
    expect(chiSquare).toBeLessThan(27.9);
  });
});

describe('consecutiveBatches and gatherRows', () => {
  it('cover every sample once, in order', () => {
    expect(consecutiveBatches(5, 2).map((batch) => [...batch])).toEqual([[0, 1], [2, 3], [4]]);
    expect([...gatherRows(Float32Array.of(0, 1, 10, 11, 20, 21), 2, Uint32Array.of(2, 0))]).toEqual([20, 21, 0, 1]);
  });
});

describe('schedules', () => {
  it('have their closed forms', () => {
    expect([0, 0.5, 1].map(cosineDecay(0.4)).map((rate) => Math.round(rate * 1e9) / 1e9)).toEqual([0.4, 0.2, 0]);
    expect([0, 0.5, 1].map(geometric(1, 0.25))).toEqual([1, 0.5, 0.25]);
  });
});
