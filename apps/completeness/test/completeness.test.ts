import { describe, expect, it } from 'vitest';
import { completeness } from '../src/completeness.js';
import { choicesTable, tasksTable } from '../src/table.js';

const row = { task: '3', units: 40, unitsByLayer: [30, 10], own: 0.98, complement: 0.75 };

describe('the tables', () => {
  it('have means over tasks, the best that a complement does, and how many are below the bound', () => {
    const other = { ...row, task: '4', units: 60, unitsByLayer: [40, 20], own: 0.96, complement: 0.9 };
    const [, line] = choicesTable([{ name: 'taylor 50', rows: [row, other] }]);
    expect(line!.split(/\s{2,}/)).toEqual(['taylor 50', '50.0', '35 + 15', '97.0 %', '82.5 %', '90.0 %', '1 of 2']);
    expect(tasksTable([{ ...row, complementFittedLonger: 0.76, name: 'completeness' }])[1]!.split(/\s{2,}/)).toEqual([
      '3',
      '40',
      '30 + 10',
      '98.0 %',
      '75.0 %',
      '76.0 %',
      'completeness',
    ]);
  });
});

describe('the study', () => {
  it('runs on a little of MNIST; where all of the last layer goes, the complement is at chance', async () => {
    const lines: string[] = [];
    const settings = {
      limit: 2000,
      epochs: 2,
      headLearningRate: 0.01,
      weight: 10,
      prices: [4e-3],
      initialKeepProbability: 0.9,
      longerEpochs: 6,
      sizes: [100],
      firstLayerSizes: [25],
    };
    const { choices } = await completeness({ settings, log: (line) => lines.push(line) });
    expect(choices.map(({ name }) => name)).toEqual([
      'labels alone',
      'completeness, price 0.004',
      'random 100',
      'weightMagnitude 100',
      'taylor 100',
      'last layer + taylor 25',
      'last layer + labels alone',
    ]);
    for (const { complement, units } of choices.at(-2)!.rows) expect([complement, units]).toEqual([0.5, 125]);
    for (const { complement } of choices[0]!.rows) expect(complement).toBeGreaterThan(0.6);
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^taylor 100 +100\.0 /)]));
  });
});
