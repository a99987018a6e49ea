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

/** What the times of those at their best are compared at; the original recipe need not get there. */
const asked = { accuracy: 0.985, balancedAccuracy: 0.982, units: 75 };

/** A line for each side that is not as good as asked on the mean of its digits, so that its time does not count. */
export const shortfalls = (runs) =>
  summarize(runs.filter(({ name, settings }) => settings.digits?.length === 10 && !name.includes('recipe')))
    .filter(
      ({ accuracy, balancedAccuracy, units }) =>
        !(accuracy >= asked.accuracy && balancedAccuracy >= asked.balancedAccuracy && units <= asked.units),
    )
    .map(({ name }) => `${name} falls short of 98.5 %, 98.2 % balanced or 75 units: its time does not count`);

export const figureTable = ({ figures, reasons }) =>
  Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(30)} ${value === null ? `–  (${reasons[name]})` : figure(value)}`)
    .join('\n');
