import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { casesOf, roles } from '../../quality/cases.js';
import { pageFile, pageWith } from '../../quality/page.js';
import { readResults } from '../../quality/results-file.js';
import { tablesOf } from '../../quality/tables.js';

const objectives = { found: 0.2, planted: 0.1, all: 0.3, random: 0.5, weightMagnitude: 0.6, meanActivation: 0.5, taylor: 0.4 };

const plant = (seed, precision, found) => ({
  ...{ role: 'choosing', kind: 'plant', name: 'wide', seed, seconds: 2 },
  tasks: [
    {
      ...{ precision, recall: 1, keptUnits: 10, plantedUnits: 8, isLowest: found !== null },
      objectives: { ...objectives, iterativeTaylor: null, found },
    },
  ],
});

const point = (method, budget, task, balancedAccuracy) => ({
  ...{ method, budget, seed: 1, task, keptUnits: budget, accuracy: balancedAccuracy, balancedAccuracy },
});

const network = {
  ...{ role: 'held-back', kind: 'network', name: 'mnist-again', seed: 2, units: 400 },
  points: ['0', '1'].flatMap((task, at) => [
    ...[point('learned', 40, task, 0.9 + at / 50), point('iterativeTaylor', 40, task, 0.89 + at / 50)],
    ...[point('taylor', 40, task, 0.8), point('random', 40, task, 0.7), point('whole', 400, task, 0.99)],
  ]),
};

const rowsOf = (page, name) =>
  page
    .split('\n')
    .filter((line) => line.startsWith(`| ${name} `))
    .map((line) => line.slice(2, -2).split(' | '));

it('have the means of plants over seeds and tasks', () => {
  const [row] = rowsOf(tablesOf([plant(1, 1, 0.2), plant(2, 0.5, null)]), 'wide');
  expect(row).toEqual(['wide', '1, 2', '0.750', '1.000', '10.0', '8.0', '0.200', '0.100', '0.300', '0.500', '0.400', '1 of 2', '2.0']);
});

it('have the balanced accuracy of each method and the difference in pairs', () => {
  const [row] = rowsOf(tablesOf([network]), 'mnist-again');
  expect(row).toEqual(['mnist-again', '40 of 400', '91.00', '90.00', '80.00', '70.00', '99.00', '1.00 (1.00 to 1.00)']);
});

it('say what was left out or not run', () => {
  const page = tablesOf([{ role: 'choosing', kind: 'network', name: 'mnist', seed: 1, leftOut: 'give its file' }]);
  expect(page).toContain('`mnist` is left out: give its file.');
  expect(page).toContain('Not run yet: `wide`, ');
});

it('are those of docs/quality.md', async () => {
  const page = await readFile(pageFile, 'utf8');
  const results = await readResults(new URL('../../quality/results.json', import.meta.url));
  expect(results.length).toBeGreaterThan(0);
  expect(page).toBe(pageWith(page, results));
});

it('are of results of the cases as they are now', async () => {
  const results = await readResults(new URL('../../quality/results.json', import.meta.url));
  const cases = roles.flatMap(casesOf).map(({ role, kind, name, seed, ...given }) => ({ role, kind, name, seed, given }));
  for (const { role, kind, name, seed, given } of results) expect(cases).toContainEqual({ role, kind, name, seed, given });
});
