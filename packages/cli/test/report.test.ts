import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { subnetworksFromJson, subnetworksToJson } from '@dum/masks/mask-set';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
const at = (...path: readonly string[]) => join(folder, ...path);
const data = ['--dataset', 'mnist', '--limit', '1000'];

beforeAll(async () => {
  const trained = await runDum('train', ...data, '--network', 'mlp:16,8', '--epochs', '2', '--out', at('network'));
  expect(trained.code).toBe(0);
  const found = await runDum(
    'discover',
    '--network',
    at('network'),
    ...data,
    '--tasks',
    '0-2',
    '--alpha',
    '0',
    '--epochs',
    '2',
    '--controls',
    '1',
    '--out',
    at('run'),
  );
  expect(found.code).toBe(0);
});

afterAll(remove);

interface MasksFile {
  readonly subnetworks: readonly { readonly layers: readonly { readonly layer: string; readonly kept: readonly number[] }[] }[];
}

it('makes one file of a run, and each figure as SVG and as a specification', async () => {
  const { code, stdout } = await runDum(
    'report',
    '--masks',
    at('run'),
    '--network',
    at('network'),
    ...data,
    '--out',
    at('report'),
    '--json',
  );
  expect(code).toBe(0);
  const { figures } = JSON.parse(stdout) as { figures: readonly string[] };
  expect(figures).toEqual([
    'subnetworks',
    'kept-units',
    'responses-of-0',
    'responses-of-1',
    'responses-of-2',
    'overlap',
    'search-validation-loss',
    'search-validation-accuracy',
    'search-kept-units',
    'training-loss',
    'training-accuracy',
  ]);
  expect(readdirSync(at('report'))).toEqual(['figures', 'report.html']);
  expect(readdirSync(at('report', 'figures')).sort()).toEqual(figures.flatMap((name) => [`${name}.svg`, `${name}.vl.json`]).sort());
  const html = readFileSync(at('report', 'report.html'), 'utf8');
  const { tasks, command } = JSON.parse(readFileSync(at('run', 'summary.json'), 'utf8')) as {
    command: string;
    tasks: readonly { keptUnits: number; history: { keptUnits: readonly number[] } }[];
  };
  expect(html).toContain(`<pre>${command}</pre>`);
  const spec = readFileSync(at('report', 'figures', 'responses-of-1.vl.json'), 'utf8');
  expect(spec).toContain('validation images that activate a unit most');
  expect(spec).toContain('"picture": "data:image/png;base64,');
  const { layers } = (JSON.parse(readFileSync(at('run', 'masks.json'), 'utf8')) as MasksFile).subnetworks[1]!;
  const kept = new Map(layers.map(({ layer, kept: units }) => [layer, units]));
  const shown = (JSON.parse(spec) as { layer: { data: { values: { text?: string }[] } }[] }).layer.at(-1)!.data.values;
  const expected = [...kept.values()].map((units) => Math.min(12, units.length));
  expect(shown).toHaveLength(expected.reduce((sum, units) => sum + units, 0));
  for (const { text } of shown) expect([...kept.values()].some((units) => units.includes(Number(text)))).toBe(true);
  for (const { keptUnits, history } of tasks) {
    expect(html).toContain(`<td>${keptUnits}</td>`);
    expect(history.keptUnits).toHaveLength(2);
  }
});

it('takes the path of masks.json, without the network', async () => {
  const { code, stdout } = await runDum('report', '--masks', at('run', 'masks.json'), '--out', at('plain'));
  expect(code).toBe(0);
  expect(stdout).toContain('its 6 figures are in');
});

it.each([
  ['evidence.json', '{"evidence":[]}', /evidence\.json: the format is missing, expected "dum-evidence"; .* so write it again/],
  ['evidence.json', '{"format":"dum-evidence","version":1,"evidence":[]}', /evidence\.json: command is missing; expected a text/],
  [
    'evidence.json',
    '{"format":"dum-evidence","version":3}',
    /evidence\.json: the version of "dum-evidence" is 3, and version 1 or 2 is read here; install/,
  ],
  ['frontier.json', '{', /frontier\.json: this is not JSON, or was cut short/],
])('refuses a damaged %s, and writes nothing', async (file, text, message) => {
  mkdirSync(at(file), { recursive: true });
  for (const name of ['masks.json', 'summary.json']) writeFileSync(at(file, name), readFileSync(at('run', name)));
  writeFileSync(at(file, file), text);
  const { code, stdout, stderr } = await runDum('report', '--masks', at(file), '--out', at('refused'));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(existsSync(at('refused'))).toBe(false);
});

it('refuses data of other classes than the masks were found in, and writes nothing', async () => {
  const found = subnetworksFromJson(readFileSync(at('run', 'masks.json'), 'utf8'), { name: 'masks.json' });
  mkdirSync(at('nine'));
  writeFileSync(at('nine', 'masks.json'), subnetworksToJson(found.map((each) => ({ ...each, classOf: each.classOf.slice(0, 9) }))));
  writeFileSync(at('nine', 'summary.json'), readFileSync(at('run', 'summary.json')));
  const { code, stderr } = await runDum('report', '--masks', at('nine'), '--network', at('network'), ...data, '--out', at('refused'));
  expect(code).toBe(2);
  expect(stderr).toContain('task "0" was found in data of 9 classes; "mnist" has 10');
  expect(existsSync(at('refused'))).toBe(false);
});

it('refuses a folder without masks, and a network without data', async () => {
  expect((await runDum('report', '--masks', at('nowhere'), '--out', at('refused'))).code).toBe(2);
  const { code, stderr } = await runDum('report', '--masks', at('run'), '--dataset', 'mnist', '--out', at('refused'));
  expect(code).toBe(2);
  expect(stderr).toContain('--dataset is given without --network');
  expect(existsSync(at('refused'))).toBe(false);
});
