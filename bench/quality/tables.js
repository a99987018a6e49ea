// The results as tables of Markdown.
import { frontierComparisons, frontierRows } from '@dum/experiments';
import { measuredOn, namesOf, roles } from './cases.js';
import { mean } from './mean.js';
import { baselines } from './run-plant.js';

const titles = { choosing: 'Cases for choosing', 'held-back': 'Cases held back' };

const known = (values) => values.filter((value) => value !== null);
const figure = (value, digits = 3) => (Number.isFinite(value) ? value.toFixed(digits) : '–');
const percent = (value) => (value === undefined ? '–' : (100 * value).toFixed(2));
const tableOf = (head, rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const byName = (results) => [...new Set(results.map(({ name }) => name))].map((name) => results.filter((result) => result.name === name));

const plantHead = [
  ...[
    'plants',
    'seeds',
    'precision',
    'recall',
    'units found',
    'units planted',
    'objective: found',
    'planted',
    'all',
    'random',
    'best baseline',
  ],
  ...['lowest', 'seconds'],
];

const plantRow = (results) => {
  const tasks = results.flatMap((result) => result.tasks);
  const of = (read) => mean(known(tasks.map(read)));
  const objective = (name) => figure(of(({ objectives }) => objectives[name]));
  const best = of(({ objectives }) => {
    const ofBaselines = known(baselines.map((name) => objectives[name]));
    return ofBaselines.length === 0 ? null : Math.min(...ofBaselines);
  });
  return [
    results[0].name,
    results.map(({ seed }) => seed).join(', '),
    ...[figure(of(({ precision }) => precision)), figure(of(({ recall }) => recall))],
    ...[
      figure(
        of(({ keptUnits }) => keptUnits),
        1,
      ),
      figure(
        of(({ plantedUnits }) => plantedUnits),
        1,
      ),
    ],
    ...['found', 'planted', 'all', 'random'].map(objective),
    figure(best),
    `${tasks.filter(({ isLowest }) => isLowest).length} of ${tasks.length}`,
    figure(mean(results.map(({ seconds }) => seconds)), 1),
  ];
};

const methods = ['learned', 'iterativeTaylor', 'taylor', 'random'];
const networkHead = ['network', 'units', 'learned', 'iterative Taylor', 'Taylor', 'random', 'all units', 'learned − iterative Taylor'];

const networkRows = (results) => {
  const points = results.flatMap((result) => result.points);
  const rows = frontierRows(points);
  const [{ name, units }] = results;
  const accuracy = (method, budget) => percent(rows.find((row) => row.method === method && row.budget === budget)?.balancedAccuracy);
  return [...new Set(rows.map(({ budget }) => budget))]
    .filter((budget) => budget < units)
    .map((budget) => {
      const [comparison] = frontierComparisons(
        points.filter((point) => point.budget === budget),
        ['learned'],
        ['iterativeTaylor'],
      );
      const difference =
        comparison === undefined
          ? '–'
          : `${percent(comparison.difference)} (${percent(comparison.interval.low)} to ${percent(comparison.interval.high)})`;
      return [name, `${budget} of ${units}`, ...methods.map((method) => accuracy(method, budget)), accuracy('whole', units), difference];
    });
};

const sectionOf = (role, results) => {
  const done = results.filter((result) => result.leftOut === undefined);
  const ofKind = (kind) => byName(done.filter((result) => result.kind === kind));
  const missing = namesOf(role).filter((name) => !results.some((result) => result.name === name));
  const leftOut = byName(results.filter((result) => result.leftOut !== undefined));
  const [plants, networks] = [ofKind('plant'), ofKind('network')];
  return [
    `## ${titles[role]}`,
    ...(plants.length === 0 ? [] : [tableOf(plantHead, plants.map(plantRow))]),
    ...(networks.length === 0
      ? []
      : [`Balanced accuracy in %, ${measuredOn[role]} split:`, tableOf(networkHead, networks.flatMap(networkRows))]),
    ...leftOut.map(([{ name, leftOut: reason }]) => `\`${name}\` is left out: ${reason}.`),
    ...(missing.length === 0 ? [] : [`Not run yet: ${missing.map((name) => `\`${name}\``).join(', ')}.`]),
  ].join('\n\n');
};

/** The tables of both roles, or of some. */
export const tablesOf = (results, shown = roles) =>
  shown
    .map((role) =>
      sectionOf(
        role,
        results.filter((result) => result.role === role),
      ),
    )
    .join('\n\n');
