import { describe, expect, it } from 'vitest';
import { compression } from '../src/compression.js';
import { parametersOf, published } from '../src/published.js';
import { settings } from '../src/settings.js';
import { resultsTable } from '../src/table.js';

const parameters = (name: string) => parametersOf(published.find((network) => network.name.startsWith(name))!.widths);

describe('published results', () => {
  it('have as many parameters as their papers say', () => {
    expect(parameters('VIBNet')).toBe(9674);
    expect(parameters('L0-hc')).toBe(26_773);
    expect(parametersOf([784, 300, 100])).toBe(266_610);
  });
});

describe('resultsTable', () => {
  it('has the mean and the range over seeds', () => {
    const one = { widths: [3, 2, 1], parameters: 31, validationError: 0.5, testError: 0.02, wholeTestError: 0.015 };
    const lines = resultsTable(
      new Map([
        [1, one],
        [2, { ...one, parameters: 34, testError: 0.03 }],
      ]),
    ).split('\n');
    const cells = (name: string) =>
      lines
        .find((line) => line.includes(name))!
        .split(/ *│ */)
        .slice(1, -1);
    expect(cells('seed 2')).toEqual(['masks, seed 2', '3-2-1', '34', '3.00 %']);
    expect(cells('mean of')).toEqual(['mean of 2', '2.00 % to 3.00 %', '33', '2.50 %']);
    expect(cells('whole')).toEqual(['whole network, mean', '784-300-100', '266610', '1.50 %']);
  });
});

describe('compression', () => {
  it('cuts a network out on a little of MNIST, as small as its widths say, that still reads digits', async () => {
    const lines: string[] = [];
    const few = { ...settings, limit: 4000, network: { ...settings.network, epochs: 5 }, prices: [1e-3], roundEpochs: 2, lastEpochs: 4 };
    const found = (await compression({ settings: few, seeds: [1], log: (line) => lines.push(line) })).get(1)!;
    const [pixels, first, second] = found.widths as [number, number, number];
    expect(found.parameters).toBe(parametersOf([pixels, first, second]));
    expect(found.parameters).toBeLessThan(266_610);
    expect(pixels).toBeLessThan(784);
    for (const error of [found.testError, found.validationError, found.wholeTestError]) expect(error).toBeLessThan(0.2);
    expect(lines.at(-1)).toContain(`masks, seed 1`);
    expect(lines.at(-1)).toContain(`${(100 * found.testError).toFixed(2)} %`);
  });
});
