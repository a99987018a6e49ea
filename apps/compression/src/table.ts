import Table from 'cli-table3';
import type { Compression } from './compress.js';
import { percent } from './percent.js';
import { parametersOf, published } from './published.js';

/** Published results and those of each seed, with the mean and the range over seeds where there are several. */
export const resultsTable = (found: ReadonlyMap<number, Compression>): string => {
  const table = new Table({
    head: ['network', 'inputs of each layer', 'parameters', 'test error'],
    colAligns: ['left', 'left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, widths, testError } of published) table.push([name, widths.join('-'), parametersOf(widths), testError]);
  for (const [seed, { widths, parameters, testError }] of found) {
    table.push([`masks, seed ${seed}`, widths.join('-'), parameters, percent(testError)]);
  }
  const all = [...found.values()];
  const errors = all.map(({ testError }) => testError);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const range = `${percent(Math.min(...errors))} to ${percent(Math.max(...errors))}`;
  table.push([`mean of ${all.length}`, range, Math.round(mean(all.map(({ parameters }) => parameters))), percent(mean(errors))]);
  table.push(['whole network, mean', '784-300-100', 266_610, percent(mean(all.map(({ wholeTestError }) => wholeTestError)))]);
  return table.toString();
};
