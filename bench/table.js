// Runs as lines of text: one a name, medians over its rounds.
import { median, secondsFor } from './figures.js';

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const figure = (value) => (value === null || Number.isNaN(value) ? '–' : value >= 100 ? value.toFixed(0) : value.toPrecision(3));

const quality = (runs, key) => mean(runs.flatMap(({ tasks = [] }) => tasks.map((task) => task[key])));
const percent = (value) => (Number.isNaN(value) ? '–' : `${(100 * value).toFixed(2)} %`);

/** One row a name. */
const summarize = (runs) =>
  [...new Set(runs.map(({ name }) => name))].map((name) => {
    const same = runs.filter((run) => run.name === name);
    const times = same.map(secondsFor).filter((value) => value !== null);
    const { standsFor, digits } = same[0].settings;
    return {
      name: standsFor === undefined ? name : `${name} (${digits.length} digits × ${standsFor / digits.length})`,
      rounds: same.length,
      seconds: times.length === 0 ? null : median(times),
      least: times.length === 0 ? null : Math.min(...times),
      most: times.length === 0 ? null : Math.max(...times),
      accuracy: quality(same, 'accuracy'),
      balancedAccuracy: quality(same, 'balancedAccuracy'),
      units: quality(same, 'units'),
      peakMemoryMB: median(same.map(({ peakMemoryMB }) => peakMemoryMB)),
    };
  });

const columns = [
  ['run', ({ name }) => name],
  ['rounds', ({ rounds }) => `${rounds}`],
  ['seconds', ({ seconds }) => figure(seconds)],
  ['least – most', ({ least, most }) => `${figure(least)} – ${figure(most)}`],
  ['accuracy', ({ accuracy }) => percent(accuracy)],
  ['balanced', ({ balancedAccuracy }) => percent(balancedAccuracy)],
  ['units', ({ units }) => (Number.isNaN(units) ? '–' : units.toFixed(1))],
  ['peak MB', ({ peakMemoryMB }) => peakMemoryMB.toFixed(0)],
];

export const runTable = (runs) => {
  const rows = [columns.map(([title]) => title), ...summarize(runs).map((row) => columns.map(([, text]) => text(row)))];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) => row.map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]))).join('  '))
    .join('\n');
};

export const figureTable = ({ figures, reasons }) =>
  Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(30)} ${value === null ? `–  (${reasons[name]})` : figure(value)}`)
    .join('\n');
