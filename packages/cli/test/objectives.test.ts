import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inputOf } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import { npz } from './_npz.js';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);
const data = ['--dataset', at('digits.npz')];

beforeAll(async () => {
  const y = Uint8Array.from({ length: 60 }, (_, sample) => sample % 3);
  const x = Float32Array.from(
    { length: 60 * 12 },
    (_, value) => ((value * 7) % 11) / 20 + (value % 3 === y[Math.floor(value / 12)] ? 0.5 : 0),
  );
  writeFileSync(at('digits.npz'), npz({ x, y, sampleShape: [12] }));
  await runDum(
    'train',
    ...data,
    '--network',
    'mlp:16,8',
    '--epochs',
    '20',
    '--batch-size',
    '20',
    '--validation',
    '20',
    '--out',
    at('network'),
  );
});

const discover = (name: string, ...more: string[]) =>
  runDum(
    ...['discover', '--network', at('network'), ...data, '--epochs', '3', '--batch-size', '20', '--initial-keep-probability', '0.5'],
    ...['--controls', '1', '--out', at(name), ...more],
  );

const read = (...names: string[]) => JSON.parse(readFileSync(at(...names), 'utf8')) as Record<string, never>;

it.each([
  {
    more: ['--objective', 'completeness', '--completeness-weight', '2'],
    formula: 'CE(y, subnetwork) + 2·max(0, ln K − CE(y, complement))',
    parameters: { weight: 2 },
  },
  {
    more: ['--objective', 'classRemoval', '--keep-units', '5'],
    formula: 'KL(whole ‖ complement) − ln(1 − p(class, complement))',
    parameters: {},
  },
])('discover $more writes what it searched for, and evidence repeats it', async ({ more, formula, parameters }) => {
  const name = more[1]!;
  expect((await discover(name, ...more)).stderr).not.toContain('error');
  expect(read(name, 'summary.json').search).toMatchObject({ objective: { name, parameters }, readOut: 'new-head', epochs: 3 });
  expect(readFileSync(at(name, 'masks.json'), 'utf8')).toContain(`"penalty":"${formula} + `);
  expect(await controlsOf(name)).not.toEqual(await controlsOf(name, { readOutEpochs: 9 }));
  const masks = ['--network', at('network'), '--masks', at(name, 'masks.json'), ...data];
  const { code, stdout, stderr } = await runDum('evidence', ...masks, '--task', '1', '--draws', '2', '--out', at(name), '--json');
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('not repeated')]);
  const { searchRepeated, evidence } = JSON.parse(stdout) as { searchRepeated: boolean; evidence: { overlaps: number[] }[] };
  expect([searchRepeated, evidence.map(({ overlaps }) => overlaps.length)]).toEqual([true, [2]]);
});

/** The random masks beside those of a folder, as if summary.json beside them said this of the search. */
const controlsOf = async (name: string, search: Readonly<Record<string, number>> = {}) => {
  const summary = read(name, 'summary.json');
  const masks = at(`${name}-changed`, 'masks.json');
  mkdirSync(at(`${name}-changed`), { recursive: true });
  copyFileSync(at(name, 'masks.json'), masks);
  writeFileSync(
    at(`${name}-changed`, 'summary.json'),
    JSON.stringify({ ...summary, search: { ...(summary.search as unknown as object), ...search } }),
  );
  const { code, stdout } = await runDum('evaluate', '--network', at('network'), '--masks', masks, ...data, '--controls', '2', '--json');
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { tasks: { controls: object[] }[] }).tasks.map(({ controls }) => controls);
};

it('what was found through the own head is evaluated and extracted with it, and not fine-tuned', async () => {
  expect((await discover('own', '--objective', 'faithfulness', '--read-out', 'original-head')).code).toBe(0);
  const masks = ['--network', at('network'), '--masks', at('own', 'masks.json')];
  expect((await runDum('evaluate', ...masks, ...data)).code).toBe(0);
  expect(await controlsOf('own')).toEqual(await controlsOf('own', { readOutEpochs: 9 }));
  const { code, stdout, stderr } = await runDum('extract', ...masks, ...data, '--task', '1', '--out', at('small'));
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
  expect(stdout).toContain('The network is in');
  const [network, small] = [await loadNetwork(at('network')), await loadNetwork(at('small'))];
  expect(small.outputs[0]!.shape).toEqual(network.outputs[0]!.shape);
  expect(inputOf(small)!.classNames).toEqual(inputOf(network)!.classNames);
  const { extracted, masked } = read('small', 'summary.json').test as unknown as Record<string, { accuracy: number }>;
  expect(extracted!.accuracy).toBe(masked!.accuracy);
  const refused = await runDum('extract', ...masks, ...data, '--fine-tune', '1', '--out', at('tuned'));
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('search it with --read-out new-head')]);
});

it('discover refuses an unknown objective or read-out, and names those there are', async () => {
  const objective = await discover('none', '--objective', 'completness');
  expect([objective.code, objective.stderr]).toEqual([2, expect.stringContaining('completeness')]);
  const readOut = await discover('none', '--read-out', 'old');
  expect([readOut.code, readOut.stderr]).toEqual([2, expect.stringContaining('original-head')]);
});
