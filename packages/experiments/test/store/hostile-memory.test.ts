import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'dum-hostile-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Loads what a path holds and prints its refusal and the most memory that this took, in megabytes. */
const loading = `
import '@tensorflow/tfjs-backend-cpu';
import { loadNetwork, loadSubnetworks } from '@dum/experiments/store';
const [kind, path] = process.argv.slice(1);
const error = await (kind === 'network' ? loadNetwork(path) : loadSubnetworks(path)).then(() => ({ message: 'loaded' }), (reason) => reason);
console.log(JSON.stringify({ code: error.code, message: error.message, megabytes: process.resourceUsage().maxRSS / 1024 }));
`;

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly megabytes: number;
}

const load = async (kind: 'network' | 'masks', path: string): Promise<Refusal> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--max-old-space-size=512', '--input-type=module', '-e', loading, kind, path],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1)) as Refusal;
};

const dense = (name: string, units: number, more: object = {}) => ({
  class_name: 'Dense',
  config: { name, units, use_bias: false, activation: 'linear', ...more },
});
const sequential = (layers: readonly object[]) => ({ class_name: 'Sequential', config: { name: 'hostile', layers } });
const first = { batch_input_shape: [null, 256] };

const network = (name: string, modelTopology: object, text?: string): string => {
  const path = join(folder, name);
  mkdirSync(path);
  const weightsManifest = [{ paths: ['w.bin'], weights: [{ name: 'a/kernel', shape: [1], dtype: 'float32' }] }];
  writeFileSync(join(path, 'model.json'), text ?? JSON.stringify({ modelTopology, weightsManifest }));
  writeFileSync(join(path, 'w.bin'), new Uint8Array(4));
  return path;
};

const nested = (depth: number): object => (depth === 0 ? sequential([dense('a', 2, first)]) : sequential([nested(depth - 1)]));

const networks: Readonly<Record<string, readonly [() => string, RegExp]>> = {
  'a billion units': [() => network('units', sequential([dense('a', 1e9, first)])), /units 1000000000, expected a whole number from 1 to/],
  'as many parameters as there may be, and one weight': [
    () => network('parameters', sequential([dense('a', 2 ** 20, first)])),
    /layers in .* have 268435456 parameters and its weights 1 values/,
  ],
  'a hundred thousand layers': [
    () => network('layers', sequential(Array.from({ length: 1e5 }, (_, index) => dense(`d${index}`, 1, index === 0 ? first : {})))),
    /more than 2,?000 layers|more than 1048576 values/,
  ],
  'networks in networks': [() => network('nested', nested(1000)), /nested|deep/],
  'lists in lists': [
    () => network('lists', {}, `{"modelTopology":${'['.repeat(1e6)}${']'.repeat(1e6)},"weightsManifest":[]}`),
    /is not|nested/,
  ],
  'as many empty lists as fit': [
    () => network('empty', {}, `{"modelTopology":[${'[],'.repeat(5.5e6)}[]],"weightsManifest":[]}`),
    /more than 1048576 values|the network is/,
  ],
  'a description of gigabytes': [
    () => {
      const path = network('gigabytes', {});
      truncateSync(join(path, 'model.json'), 8 * 2 ** 30);
      return path;
    },
    /has 8589934592 bytes, expected at most 16777216/,
  ],
  'weights of gigabytes': [
    () => {
      const path = network('weights', sequential([dense('a', 1, { batch_input_shape: [null, 1] })]));
      truncateSync(join(path, 'w.bin'), 8 * 2 ** 30);
      return path;
    },
    /has 8589934592 bytes, expected at most 4/,
  ],
};

describe('a network is refused before memory is spent on it, with', () => {
  it.each(Object.keys(networks))('%s', async (name) => {
    const [make, expected] = networks[name]!;
    const { code, message, megabytes } = await load('network', make());
    expect([code, message]).toEqual(['bad-input', expect.stringMatching(expected)]);
    expect(message.length).toBeLessThan(1000);
    expect(megabytes).toBeLessThan(640);
  });
});

/** A text with its right checksum. */
const sealed = (body: string): string => `${body},\n"checksum":"${createHash('sha256').update(body).digest('hex')}"}\n`;
const header = `{"format":"dum-subnetworks","version":1,"network":"${'0'.repeat(64)}","subnetworks":[`;

const files: Readonly<Record<string, readonly [(path: string) => void, RegExp]>> = {
  'lists without end': [
    (path) => {
      writeFileSync(path, sealed(`${header}${'[],'.repeat(2e7)}[]]`));
    },
    /holds 200000\d\d lists and objects/,
  ],
  'numbers without end': [
    (path) => {
      writeFileSync(path, sealed(`${header}${'0,'.repeat(5e7)}0]`));
    },
    /and 500000\d\d commas/,
  ],
  'lists in lists': [
    (path) => {
      writeFileSync(path, sealed(`${header}${'['.repeat(1e6)}${']'.repeat(1e6)}]`));
    },
    /no JSON|expected a subnetwork/,
  ],
  gigabytes: [
    (path) => {
      writeFileSync(path, '{');
      truncateSync(path, 8 * 2 ** 30);
    },
    /has 8589934592 bytes, expected at most 134217728; give a masks.json/,
  ],
  'a mask of more units than there may be': [
    (path) => {
      const layers = [{ layer: 'a', shape: [1e5, 1e5], kept: [] }];
      const readOut = { kind: 'new-head', classNames: ['a', 'b'], kernel: [[0, 0]], bias: [0, 0] };
      const rest = { task: 'a', status: 'found', alpha: 0, seed: 1, estimator: 'e', penalty: 'p', classOf: [0, 1] };
      writeFileSync(path, sealed(`${header}${JSON.stringify({ ...rest, layers, readOut })}]`));
    },
    /expected masks of at most 10000000 units together, not 10000000000/,
  ],
};

describe('a file of masks is refused before memory is spent on it, with', () => {
  it.each(Object.keys(files))('%s', async (name) => {
    const [write, expected] = files[name]!;
    const path = join(folder, 'masks.json');
    write(path);
    const { code, message, megabytes } = await load('masks', path);
    expect([code, message]).toEqual(['bad-input', expect.stringMatching(expected)]);
    expect(message.length).toBeLessThan(1000);
    expect(megabytes).toBeLessThan(640);
  });
});
