import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inMemory } from '@dum/datasets';
import { type FineTuning, inputOf, mlp, networkOutputs } from '@dum/experiments';
import { loadNetwork, loadSubnetworks, saveNetwork, saveSubnetworks } from '@dum/experiments/store';
import { extractSubnetwork, fingerprintNetwork } from '@dum/masks';
import { createMaskSet, type NewHead, type Subnetwork } from '@dum/masks/mask-set';
import { npz } from './_npz.js';
import { type Ran, runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);
const kept = (units: number, every: number) => Array.from({ length: units }, (_, unit) => (unit % every === 0 ? 1 : 0));

const extract = (...more: string[]) =>
  runDum('extract', '--network', at('network'), '--masks', at('masks.json'), '--out', at('small'), ...more);

const isPath = (option: string) => option === '--network' || option === '--out';

interface Summary {
  readonly backend: string;
  readonly task: string;
  readonly same: boolean;
  readonly network: { readonly fingerprint: string };
  readonly certificate: {
    readonly samples: { readonly random: number; readonly given: number };
    readonly units: Record<string, number>;
    readonly before: { readonly parameters: number };
    readonly after: { readonly parameters: number };
  };
  readonly latency: readonly { readonly batch: number; readonly before: number; readonly after: number }[];
}

const digits = {
  x: Float32Array.from({ length: 60 * 784 }, (_, index) => ((index * 7) % 11) / 10),
  y: Uint8Array.from({ length: 60 }, (_, sample) => sample % 10),
};

let ran: Ran;

beforeAll(async () => {
  writeFileSync(at('digits.npz'), npz({ ...digits, sampleShape: [784] }));
  await runDum(
    'train',
    '--dataset',
    at('digits.npz'),
    '--network',
    'mlp:32,16',
    '--epochs',
    '1',
    '--validation',
    '20',
    '--out',
    at('network'),
  );
  const network = await loadNetwork(at('network'));
  const subnetwork: Subnetwork = {
    task: 'even',
    status: 'found',
    masks: createMaskSet(await fingerprintNetwork(network), [
      { layer: 'dense_32', shape: [32], kept: kept(32, 4) },
      { layer: 'dense_16', shape: [16], kept: kept(16, 2) },
    ]),
    readOut: {
      kind: 'new-head',
      classNames: ['odd', 'even'],
      kernel: Float32Array.from({ length: 32 }, (_, index) => Math.sin(index)),
      bias: Float32Array.from([0.5, -0.5]),
    },
    alpha: 1e-3,
    seed: 1,
    estimator: 'gumbelSigmoid',
    penalty: 'expectedUnits',
    classOf: [1, 0, 1, 0, 1, 0, 1, 0, 1, 0],
  };
  await saveSubnetworks(at('masks.json'), [subnetwork]);
  ran = await extract('--task', 'even', '--dataset', at('digits.npz'), '--json');
});

it('writes a smaller network that answers as the subnetwork does, and a summary', async () => {
  expect(ran.stderr).not.toMatch(/defect/);
  expect(ran.code).toBe(0);
  expect(readdirSync(at('small')).map((name) => name.replace(/-\w+/, ''))).toEqual(['model.json', 'summary.json', 'weights.bin']);
  const summary = JSON.parse(ran.stdout) as Summary;
  expect(JSON.parse(readFileSync(at('small', 'summary.json'), 'utf8'))).toEqual(summary);
  const [small, whole] = [await loadNetwork(at('small')), await loadNetwork(at('network'))];
  const [subnetwork] = await loadSubnetworks(at('masks.json'));
  expect(summary).toMatchObject({
    backend: 'wasm',
    task: 'even',
    same: true,
    network: { fingerprint: await fingerprintNetwork(small) },
    certificate: {
      samples: { random: 64, given: 60 },
      units: { before: 48, after: 16, masked: 32, dead: 0, unreachable: 0 },
      before: { parameters: 785 * 32 + 33 * 16 + 17 * 2 },
      after: { parameters: 785 * 8 + 9 * 8 + 9 * 2 },
    },
  });
  expect(inputOf(small)).toEqual({ ...inputOf(whole)!, classNames: ['odd', 'even'], classOf: subnetwork!.classOf });
  const again = await extractSubnetwork(whole, subnetwork!);
  const samples = { source: inMemory({ x: Float32Array.from({ length: 784 * 3 }, (_, index) => (index % 5) / 5), sampleShape: [784] }) };
  expect(await networkOutputs(small, samples)).toEqual(await networkOutputs(again.network, samples));
});

it('writes a network that evaluate measures on its task, as it measures the subnetwork', async () => {
  const shared = ['--dataset', at('digits.npz'), '--json'];
  const alone = await runDum('evaluate', '--network', at('small'), ...shared);
  expect(alone.code).toBe(0);
  const masked = await runDum('evaluate', '--network', at('network'), '--masks', at('masks.json'), ...shared);
  const [cut] = (JSON.parse(alone.stdout) as { network: { name: string; metrics: unknown }[] }).network;
  const [whole] = (JSON.parse(masked.stdout) as { tasks: { metrics: unknown }[] }).tasks;
  expect(cut!.name).toBe('even');
  expect(cut!.metrics).toEqual(whole!.metrics);
});

it('times both networks by the clock that it is given, at a batch of 256 and of 1', () => {
  const { latency } = JSON.parse(ran.stdout) as Summary;
  expect(latency.map(({ batch }) => batch)).toEqual([256, 1]);
  for (const { before, after } of latency) expect(Math.min(before, after)).toBeGreaterThan(0);
});

it('prints what was saved, in at most 100 columns', async () => {
  const { code, stdout } = await extract('--task', 'even');
  expect(code).toBe(0);
  const lines = stdout.split('\n');
  expect(lines.map((line) => line.trim().split(/ {2,}/)[0])).toEqual(
    expect.arrayContaining(['units of dense_32', 'units', 'parameters', 'bytes', 'multiply-adds', 'batch of 256, ms', 'batch of 1, ms']),
  );
  expect(stdout).toMatch(/units +48 +16 +3\.0 ×/);
  expect(stdout).toContain('On 64 random samples it differs from the masked network by at most');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
});

/** Loads model.json with nothing but TensorFlow.js and prints what the network answers. */
const stock = `
import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { io, tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
const [folder, x] = process.argv.slice(1);
const { modelTopology, weightsManifest } = JSON.parse(readFileSync(folder + '/model.json', 'utf8'));
const files = weightsManifest.flatMap(({ paths }) => paths.map((path) => readFileSync(folder + '/' + path)));
const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
const network = await loadLayersModel(io.fromMemory({ modelTopology, weightSpecs, weightData: new Uint8Array(Buffer.concat(files)).buffer }));
console.log(JSON.stringify(Array.from(network.predict(tensor([JSON.parse(x)])).dataSync())));
`;

it('writes what stock TensorFlow.js loads and runs, with none of our packages', async () => {
  const x = Array.from({ length: 784 }, (_, index) => (index % 3) / 3);
  // where all of TensorFlow.js is installed
  const cwd = fileURLToPath(new URL('../../backend', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', stock, at('small'), JSON.stringify(x)], {
    cwd,
  });
  const small = await loadNetwork(at('small'));
  const [output] = await networkOutputs(small, { source: inMemory({ x: Float32Array.from(x), sampleShape: [784] }) });
  const values = JSON.parse(stdout.trim().split('\n').at(-1)!) as number[];
  expect(values).toHaveLength(2);
  for (const [index, value] of output!.entries()) expect(values[index]).toBeCloseTo(value, 5);
});

it('gives every task a folder and a row where none is named, with the test accuracies of the masked network', async () => {
  const [even] = await loadSubnetworks(at('masks.json'));
  const odd: Subnetwork = { ...even!, task: 'odd', readOut: { ...(even!.readOut as NewHead), bias: Float32Array.from([-2, 2]) } };
  await saveSubnetworks(at('two.json'), [even!, odd]);
  const all = (...more: string[]) =>
    runDum('extract', '--network', at('network'), '--masks', at('two.json'), '--out', at('all'), '--dataset', at('digits.npz'), ...more);
  const { code, stdout } = await all();
  expect(code).toBe(0);
  expect(stdout).toMatch(/\neven +48 +16 +6,370 +4\.0 × /);
  expect(stdout).toMatch(/\nmean +48 +16 /);
  expect(stdout).toContain('On 60 test samples the masked network has these same accuracies.');
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  expect(readdirSync(at('all')).sort()).toEqual(['even', 'odd', 'summary.json']);
  const { tasks } = JSON.parse(readFileSync(at('all', 'summary.json'), 'utf8')) as { tasks: (Summary & { test: Tested })[] };
  const evaluated = await runDum(
    'evaluate',
    '--network',
    at('network'),
    '--masks',
    at('two.json'),
    '--dataset',
    at('digits.npz'),
    '--json',
  );
  const rows = (JSON.parse(evaluated.stdout) as { tasks: { metrics: { accuracy: number; balancedAccuracy: number } }[] }).tasks;
  for (const [index, { task, network, test }] of tasks.entries()) {
    expect(network.fingerprint).toBe(await fingerprintNetwork(await loadNetwork(at('all', task))));
    expect(test.extracted).toEqual(test.masked);
    expect(rows[index]!.metrics).toMatchObject(test.extracted);
    expect(JSON.parse(readFileSync(at('all', task, 'summary.json'), 'utf8'))).toMatchObject({ task, test });
  }
});

interface Tested {
  readonly extracted: object;
  readonly masked: object;
}

it.each(['../up', 'a/b', 'a\\b', '.', '..', '', 'CON:', 'EVEN', 'x'.repeat(200), 'end.', 'a\0b', 'summary.json'])(
  'refuses a task that can not name a folder of its own, %j, before it writes any',
  async (task) => {
    const [even] = await loadSubnetworks(at('masks.json'));
    const given = [even!, { ...even!, task }];
    const { code, stderr } = await saveSubnetworks(at('odd.json'), given).then(
      () => runDum('extract', '--network', at('network'), '--masks', at('odd.json'), '--out', at('odd')),
      (error: unknown) => ({ code: 2, stderr: String(error) }),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/can't name a folder in|expected/);
    expect(readdirSync(folder)).not.toContain('odd');
  },
);

it('trains it on where that is asked for, and keeps the epoch that did best on the validation split', async () => {
  const options = ['--dataset', at('digits.npz'), '--fine-tune', '3', '--learning-rate', '1e-2', '--validation', '20'];
  const { code, stdout } = await extract('--task', 'even', ...options, '--json');
  expect(code).toBe(0);
  const { fineTuning, network, test } = JSON.parse(stdout) as Summary & {
    readonly fineTuning: FineTuning;
    readonly test: { readonly fineTuned: { readonly accuracy: number } };
  };
  const accuracies = fineTuning.records.map(({ validationBalancedAccuracy }) => validationBalancedAccuracy);
  expect(accuracies).toHaveLength(3);
  const { before, after } = fineTuning.validationBalancedAccuracy;
  expect(after).toBe(Math.max(before, ...accuracies));
  expect(fineTuning.epoch).toBe(after > before ? accuracies.indexOf(after) + 1 : 0);
  const tuned = await loadNetwork(at('small'));
  expect(await fingerprintNetwork(tuned)).toBe(network.fingerprint);
  const [outputs] = await networkOutputs(tuned, { source: inMemory({ x: digits.x, sampleShape: [784] }) });
  const right = digits.y.filter((digit, row) => (outputs![2 * row + 1]! > outputs![2 * row]! ? 1 : 0) === 1 - (digit % 2));
  expect(test.fineTuned.accuracy).toBe(right.length / 60);
});

it.each([
  ['a fine-tuning without data', ['--task', 'even', '--fine-tune', '2'], /--fine-tune needs --dataset, which is not given/],
  ['a rate without a fine-tuning', ['--task', 'even', '--learning-rate', '0.1'], /--learning-rate needs --fine-tune, which is not given/],
  ['a task that the file lacks', ['--task', 'evne'], /no task in .* is named "evne" \(did you mean "even"\?\)/],
  ['a folder of a network, for several', ['--out', 'network'], /already holds a network/],
  ['masks of another network', ['--task', 'even', '--network', 'other'], /belong to another network/],
  ['a folder of masks', ['--task', 'even', '--out', '.'], /already holds the masks/],
])('refuses %s', async (_, more, message) => {
  await saveNetwork(mlp({ inputs: 784, hidden: [32, 16], classes: 10, seed: 2 }), at('other'));
  const options = new Map([
    ['--network', at('network')],
    ['--out', at('never')],
  ]);
  for (let index = 0; index < more.length; index += 2)
    options.set(more[index]!, isPath(more[index]!) ? at(more[index + 1]!) : more[index + 1]!);
  const { code, stdout, stderr } = await runDum('extract', '--masks', at('masks.json'), ...[...options].flat());
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
