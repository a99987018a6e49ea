import Table from 'cli-table3';
import type { Compression, Row } from './compress.js';
import { percent } from './percent.js';
import { parametersOf, published } from './published.js';

/** The networks of each seed beside published ones, with their mean over seeds. */
export const resultsTable = (found: ReadonlyMap<number, Compression>): string => {
  const table = new Table({
    head: ['network', 'inputs of each layer', 'parameters', 'validation error', 'test error'],
    colAligns: ['left', 'left', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  const add = (name: string, { widths, parameters, validationError, testError }: Row) =>
    table.push([name, widths.join('-'), parameters, percent(validationError), percent(testError)]);
  for (const { name, widths, testError } of published) table.push([name, widths.join('-'), parametersOf(widths), '', testError]);
  for (const [seed, { whole }] of found) add(`whole, seed ${seed}`, whole);
  const stages = [...found.values()][0]?.compressed ?? [];
  for (const stage of stages.keys()) {
    for (const [seed, { compressed }] of found) add(`masks, seed ${seed}`, compressed[stage]!);
    const mean = (of: (row: Row) => number) =>
      [...found.values()].reduce((sum, { compressed }) => sum + of(compressed[stage]!), 0) / found.size;
    table.push([
      `mean of ${found.size}`,
      '',
      Math.round(mean(({ parameters }) => parameters)),
      percent(mean(({ validationError }) => validationError)),
      percent(mean(({ testError }) => testError)),
    ]);
  }
  return table.toString();
};
