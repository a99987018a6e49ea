import { describe, expect, it } from 'vitest';
import { createSplit, inMemory } from '@dum/datasets';
import { activate } from '../../../src/masked/frozen-activations.js';
import { consecutiveBatches, evenRows } from '../../../src/optimization/batches.js';
import { labelsOf, takeFew } from '../../../src/search/refinement/few-samples.js';
import { lateSplit } from '../../_on-demand.js';

const count = 1000;
const x = Float32Array.from({ length: 2 * count }, (_, at) => at);
const y = Array.from({ length: count }, (_, row) => row % 3);
const held = createSplit('train', { source: inMemory({ x, sampleShape: [2] }), y, classCount: 3 });
const parts = [{ part: undefined, shape: [2] }];

describe('takeFew', () => {
  const expected = (rows: Uint32Array) => [...rows].flatMap((row) => [2 * row, 2 * row + 1]);

  it.each([
    ['in memory', held],
    ['read on demand', lateSplit(held, 3)],
  ])('takes samples at even distances of activations %s, in their order', async (_, split) => {
    const all = await activate({ prefix: undefined, parts, shapes: [[2]] }, split, { memory: 0 });
    const few = await takeFew(all, 600);
    expect(few.rows).toEqual(evenRows(count, 600));
    expect([...labelsOf(split, few).y]).toEqual([...few.rows].map((row) => row % 3));
    const [read, tensors]: [number[], number[]] = [[], []];
    for await (const each of few.activations.read(consecutiveBatches(600, 250))) {
      read.push(...each.rows());
      const [tensor] = each.tensors();
      tensors.push(...tensor!.dataSync());
      tensor!.dispose();
    }
    expect(read).toEqual(expected(few.rows));
    expect(tensors).toEqual(expected(few.rows));
    for await (const each of few.activations.read([Uint32Array.from([599, 0])]))
      expect([...each.rows()]).toEqual([...expected(few.rows.slice(599)), ...expected(few.rows.slice(0, 1))]);
  });
});
