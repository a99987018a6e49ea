import { describe, expect, it } from 'vitest';
import { inMemory, type RowSource } from '@dum/datasets';
import { consecutiveBatches } from '../../src/optimization/batches.js';
import { readBatches } from '../../src/optimization/read-batches.js';
import { type Asked, onDemand } from '../_on-demand.js';

const source = inMemory({ x: Float32Array.from({ length: 30 }, (_, at) => at), sampleShape: [3] });

const readAll = async (of: RowSource, into?: Float32Array) => {
  const read: number[][] = [];
  for await (const { batch, rows } of readBatches(of, consecutiveBatches(10, 4))) {
    const values = rows(into?.subarray(0, 3 * batch.length)) as Float32Array;
    if (into !== undefined) expect(values.buffer).toBe(into.buffer);
    read.push([...values]);
  }
  return read;
};

const expected = [0, 4, 8].map((start) => Array.from({ length: 3 * Math.min(4, 10 - start) }, (_, at) => 3 * start + at));

describe('readBatches', () => {
  it.each([
    ['in memory', source],
    ['on demand', onDemand(source)],
  ])('gives the samples of each batch in order, %s, also into an array', async (_, of) => {
    expect(await readAll(of)).toEqual(expected);
    expect(await readAll(of, new Float32Array(12))).toEqual(expected);
  });

  it('reads at most two batches ahead', async () => {
    const asked: Asked = { most: 0, underWay: 0, mostUnderWay: 0 };
    let read = 0;
    for await (const { batch } of readBatches(onDemand(source, asked), consecutiveBatches(10, 1))) {
      expect(batch[0]).toBe(read);
      read++;
    }
    expect([read, asked.most, asked.mostUnderWay]).toEqual([10, 1, 3]);
  });

  it('fails with the batch that cannot be read, and leaves no read behind where it is broken off', async () => {
    const asked: Asked = { most: 0, underWay: 0, mostUnderWay: 0 };
    const late = onDemand(source, asked);
    const broken: RowSource = {
      ...late,
      rows: (indices) => (indices[0] === 2 ? Promise.reject(new Error('no file')) : late.rows(indices)),
    };
    const seen: number[] = [];
    const readUntil = async (end: number) => {
      for await (const { batch } of readBatches(broken, consecutiveBatches(10, 1))) {
        seen.push(batch[0]!);
        if (batch[0] === end) break;
      }
    };
    await readUntil(1);
    expect([seen, asked.underWay]).toEqual([[0, 1], 0]);
    await expect(readUntil(9)).rejects.toThrow('no file');
    expect([seen, asked.underWay]).toEqual([[0, 1, 0, 1], 0]);
  });
});
