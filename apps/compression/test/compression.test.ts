import { describe, expect, it } from 'vitest';
import { compression } from '../src/compression.js';
import { parametersOf, published } from '../src/published.js';
import { settings } from '../src/settings.js';
import { resultsTable } from '../src/table.js';

describe('published results', () => {
  it('have as many parameters as are published', () => {
    // 38,696 and 107,092 bytes in Evci et al. 2020
    expect(published.map(({ widths }) => 4 * parametersOf(widths)).sort()).toEqual([107_092, 38_696]);
    expect(parametersOf([784, 300, 100])).toBe(266_610);
  });
});

describe('resultsTable', () => {
  it('has the mean over seeds of each network', () => {
    const row = { widths: [3, 2, 1], parameters: 31, validationError: 0.5, testError: 0.02 };
    const other = { ...row, parameters: 34, testError: 0.03 };
    const lines = resultsTable(
      new Map([
        [1, { whole: row, compressed: [row, other] }],
        [2, { whole: row, compressed: [other, other] }],
      ]),
    ).split('\n');
    const cells = lines
      .filter((line) => line.includes('│'))
      .map((line) =>
        line
          .split('│')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    expect(cells.filter(([name]) => name!.startsWith('mean'))).toEqual([
      ['mean of 2', '', '33', '50.00 %', '2.50 %'],
      ['mean of 2', '', '34', '50.00 %', '3.00 %'],
    ]);
    expect(cells.filter(([name]) => name === 'masks, seed 1')[0]).toEqual(['masks, seed 1', '3-2-1', '31', '50.00 %', '2.00 %']);
  });
});

describe('compression', () => {
  it('cuts networks out on a little of MNIST, as small as their widths, that still read digits', async () => {
    const lines: string[] = [];
    const few = {
      ...settings,
      samples: 3000,
      network: { ...settings.network, epochs: 5 },
      search: { epochs: 4, initialKeepProbability: 0.5, learningRate: 0.2, headLearningRate: 0.01 },
      price: { first: 1e-3, growth: 1.5 },
      tuning: { ...settings.tuning, epochs: 2 },
      limits: [100_000, 60_000],
      lastEpochs: 4,
    };
    const found = (await compression({ settings: few, seeds: [1], log: (line) => lines.push(line) })).get(1)!;
    expect(found.whole).toMatchObject({ widths: [784, 300, 100], parameters: 266_610 });
    expect(found.compressed).toHaveLength(2);
    found.compressed.forEach(({ widths, parameters, testError }, stage) => {
      expect(parameters).toBe(parametersOf(widths as [number, number, number]));
      expect(parameters).toBeLessThanOrEqual(few.limits[stage]!);
      expect(testError).toBeLessThan(0.2);
    });
    expect(lines.at(-1)).toContain(`${(100 * found.compressed[1]!.testError).toFixed(2)} %`);
  });
});
