import { expect, it } from 'vitest';
import { planted, plants } from '../src/planted.js';
import { plantedTable } from '../src/table.js';

const small = { size: { own: [4, 3], samples: 1500 }, batchSize: 32 } as const;

it('searches a plant of each kind and prints what it found', async () => {
  const rows = await planted({ ...small, seeds: [1], others: 0, log: () => undefined });
  expect(rows.map((row) => row.plants)).toEqual(Object.keys(plants));
  for (const { precision, recall } of rows) expect(Math.min(precision.mean, recall.mean)).toBeGreaterThan(0.8);
  expect(plantedTable(rows).split('\n')).toHaveLength(2 + rows.length);
});
