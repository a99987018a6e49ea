import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tensor1d } from '@tensorflow/tfjs-core';
import { mlp } from '@dum/experiments';
import { loadNetwork, loadSubnetworks, saveNetwork, saveSubnetworks } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { keptUnits } from '@dum/masks/mask-set';
import { type ComparedPair, overlapTable } from '@dum/masks/overlap';
import { type Ran, runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);
const parse = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;
const jsonIn = (...names: string[]) => parse(readFileSync(at(...names), 'utf8'));

const trainTo = (out: string, ...more: string[]) =>
  runDum(
    'train',
    '--dataset',
    'mnist',
    '--network',
    'mlp:32,16',
    '--limit',
    '2000',
    '--epochs',
    '1',
    '--batch-size',
    '32',
    '--learning-rate',
    '1e-2',
    '--out',
    out,
    ...more,
  );

const discoverTo = (out: string, ...more: string[]) =>
  runDum(
    'discover',
    '--network',
    at('network'),
    '--dataset',
    'mnist',
    '--limit',
    '2000',
    '--epochs',
    '2',
    '--batch-size',
    '64',
    '--initial-keep-probability',
    '0.5',
    // of a search this short, masks that the check repairs keep nearly everything
    '--no-check',
    '--out',
    out,
    ...more,
  );

interface BinaryMetrics extends Record<'accuracy' | 'balancedAccuracy' | 'precision' | 'recall' | 'f1' | 'rocAuc', number> {
  readonly confusion: [[number, number], [number, number]];
}

let trained: Ran;
let discovered: Ran;

beforeAll(async () => {
  trained = await trainTo(at('network'));
  discovered = await discoverTo(at('digits'), '--tasks', '0-2', 'round=0,6,8,9', '--controls', '2', '--alpha', '1e-4');
});

describe('dum train', () => {
  it('saves a network that answers, and its summary', async () => {
    expect(trained).toMatchObject({ code: 0, stdout: expect.stringMatching(/^validation accuracy [6-9]\d\.\d\d %/) as string });
    const summary = jsonIn('network', 'summary.json');
    expect(summary).toMatchObject({
      backend: 'wasm',
      dataset: 'mnist',
      seed: 1,
      settings: { network: 'mlp:32,16', epochs: 1, batchSize: 32, trainingSamples: 1833, validationSamples: 167 },
      network: { fingerprint: await fingerprintNetwork(await loadNetwork(at('network'))) },
    });
  });

  it('prints exactly one JSON document on stdout, the one it wrote, and progress on stderr', async () => {
    const { code, stdout, stderr } = await trainTo(at('json'), '--json');
    expect(code).toBe(0);
    expect(parse(stdout)).toEqual(jsonIn('json', 'summary.json'));
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^load mnist: 2000 training and 2000 test samples, \d+\.\d s$/),
      expect.stringMatching(/^train mlp:32,16: validation accuracy \d\d\.\d\d %, \d+\.\d s$/),
    ]);
  });

  it('gives the same network for the same seed, and another for another', async () => {
    await trainTo(at('again'));
    await trainTo(at('other'), '--seed', '2');
    const fingerprints = await Promise.all(
      ['network', 'again', 'other'].map(async (name) => fingerprintNetwork(await loadNetwork(at(name)))),
    );
    expect(fingerprints[1]).toBe(fingerprints[0]);
    expect(fingerprints[2]).not.toBe(fingerprints[0]);
  });
});

describe('dum discover', () => {
  it('writes the masks of each task, of the network given, and figures that agree with them', async () => {
    expect(discovered.code).toBe(0);
    expect(readdirSync(at('digits')).sort()).toEqual(['masks.json', 'summary.json']);
    const subnetworks = await loadSubnetworks(at('digits', 'masks.json'), {
      network: await fingerprintNetwork(await loadNetwork(at('network'))),
    });
    expect(subnetworks.map(({ task, alpha, classOf }) => ({ task, alpha, classOf }))).toEqual([
      { task: '0', alpha: 1e-4, classOf: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
      { task: '1', alpha: 1e-4, classOf: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0] },
      { task: '2', alpha: 1e-4, classOf: [0, 0, 1, 0, 0, 0, 0, 0, 0, 0] },
      { task: 'round', alpha: 1e-4, classOf: [1, 0, 0, 0, 0, 0, 1, 0, 1, 1] },
    ]);
    expect(subnetworks.map(({ status }) => status)).toContain('found');
    const { tasks } = jsonIn('digits', 'summary.json') as { tasks: Record<string, unknown>[] };
    expect(tasks.map(({ name, status, keptUnits: units }) => ({ name, status, units }))).toEqual(
      subnetworks.map(({ task, status, masks }) => ({ name: task, status, units: keptUnits(masks) })),
    );
    for (const task of tasks)
      expect(task).toMatchObject({ randomControl: { draws: 2 }, wholeNetwork: { validationAccuracy: expect.any(Number) as number } });
  });

  it('prints a row a task and their mean, in at most 100 columns', () => {
    const lines = discovered.stdout.split('\n');
    expect(lines.map((line) => line.split(/\s/)[0])).toEqual([
      '',
      'task',
      expect.stringMatching(/^─+$/),
      '0',
      '1',
      '2',
      'round',
      expect.stringMatching(/^─+$/),
      'mean',
      '',
      ...lines.slice(10).map((line) => line.split(/\s/)[0]),
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('gives byte-identical masks for the same seed, and a task does not depend on which ride along', async () => {
    const { code } = await discoverTo(at('same'), '--tasks', '0-2;round=0,6,8,9', '--controls', '0', '--alpha', '1e-4');
    expect(code).toBe(0);
    expect(readFileSync(at('same', 'masks.json'))).toEqual(readFileSync(at('digits', 'masks.json')));
  });

  it('finds the same, whether in several threads or with nothing of the frozen part held in memory', async () => {
    const tasks = ['--tasks', '0-2;round=0,6,8,9', '--controls', '0', '--alpha', '1e-4'];
    const { code } = await discoverTo(at('threads'), ...tasks, '--threads', '2');
    expect(code).toBe(0);
    expect(readFileSync(at('threads', 'masks.json'))).toEqual(readFileSync(at('digits', 'masks.json')));
    await discoverTo(at('streamed'), ...tasks, '--memory', '0');
    const unitsIn = (name: string) => loadSubnetworks(at(name, 'masks.json')).then((all) => all.map(({ masks }) => keptUnits(masks)));
    const [held, streamed] = [await unitsIn('digits'), await unitsIn('streamed')];
    for (const [task, units] of held.entries()) expect(Math.abs(streamed[task]! - units)).toBeLessThanOrEqual(2);
  });

  it('takes --json, odd prices with a warning, and tasks named twice with a note', async () => {
    const free = await discoverTo(at('free'), '--json', '--tasks', '3 3', '--alpha', '0', '--controls', '0', '--layers', 'dense_32');
    expect(free.code).toBe(0);
    expect(parse(free.stdout)).toEqual(jsonIn('free', 'summary.json'));
    expect(parse(free.stdout)).toMatchObject({ search: { alpha: 0, layers: ['dense_32'] }, tasks: [{ name: '3' }] });
    expect(free.stderr).toContain('dum discover: --alpha is 0');
    expect(free.stderr).toContain('dum discover: --tasks: "3" is given twice; it is done once');
    const dear = await discoverTo(at('dear'), '--tasks', '3', '--alpha', '1e30', '--controls', '0');
    expect(dear.code).toBe(0);
    expect(dear.stderr).toContain('dum discover: --alpha is 1e+30');
    expect(dear.stdout).toContain('Task 3: collapsed');
    for (const advice of ['more --epochs', 'a higher --initial-keep-probability', 'a lower --alpha']) {
      expect(dear.stdout.replaceAll(/\s+/g, ' ')).toContain(advice);
    }
    expect(jsonIn('dear', 'summary.json')).toMatchObject({ tasks: [{ status: 'collapsed', keptUnits: 0, balancedAccuracy: 0.5 }] });
  });

  it('compares each mask with others, and notes that steps are few', async () => {
    const given = ['--network', at('network'), '--dataset', 'mnist', '--limit', '2000', '--epochs', '2', '--batch-size', '64'];
    const { code, stderr } = await runDum('discover', ...given, '--tasks', '3', '--controls', '0', '--out', at('checked'));
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^dum discover: 2 epochs make \d+ steps, fewer than half of the 1700 .* give more --epochs, or a smaller --batch-size$/m,
    );
    const [subnetwork] = await loadSubnetworks(at('checked', 'masks.json'));
    expect(Object.keys(subnetwork!.check!.compared)).toEqual(['allUnits', 'random', 'baseline']);
    expect(jsonIn('checked', 'summary.json')).toMatchObject({ search: { check: true }, tasks: [{ name: '3', check: subnetwork!.check }] });
    const { tasks } = jsonIn('digits', 'summary.json') as { tasks: object[] };
    for (const task of tasks) expect(task).not.toHaveProperty('check');
  });

  it('measures on samples that train held out, whatever the seed and the limit', async () => {
    const quick = ['--tasks', '0', '--controls', '0', '--epochs', '1'];
    const measured = async (...more: string[]) => {
      const given = ['--network', at('network'), '--dataset', 'mnist', '--out', at('measured'), '--json', ...quick, ...more];
      const { code, stdout, stderr } = await runDum('discover', ...given);
      expect(code).toBe(0);
      const { settings, tasks } = parse(stdout) as {
        settings: { trainingSamples: number; validationSamples: number };
        tasks: readonly { wholeNetwork: { validationAccuracy: number } }[];
      };
      return { samples: [settings.trainingSamples, settings.validationSamples], whole: tasks[0]!.wholeNetwork.validationAccuracy, stderr };
    };
    const usual = await measured('--limit', '2000');
    expect(usual.samples).toEqual([1833, 167]);
    expect(await measured('--limit', '2000', '--seed', '2')).toMatchObject({ samples: [1833, 167], whole: usual.whole });
    expect(await measured('--limit', '500')).toMatchObject({ samples: [500, 167], whole: usual.whole });
    const all = await measured();
    expect(all).toMatchObject({ samples: [1833, 167], whole: usual.whole });
    expect(all.stderr).toContain('dum discover: the network was trained with --limit 2000, so no more training samples are taken here');
    expect((await measured('--limit', '2000', '--validation', '100')).samples).toEqual([1833, 100]);
  });

  it('refuses to hold out more samples than the training did', async () => {
    const given = ['--network', at('network'), '--dataset', 'mnist', '--limit', '2000', '--validation', '168', '--out', at('unseen')];
    const { code, stdout, stderr } = await runDum('discover', ...given);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--validation is 168; the network was trained on all but 167 samples, so expected at most 167');
  });

  it('ends with 3 when every task diverges: a summary with statuses alone, and no masks', async () => {
    const { code, stdout, stderr } = await discoverTo(at('diverged'), '--tasks', '0,1', '--head-learning-rate', '1e38', '--json');
    expect(code).toBe(3);
    expect(stderr).toContain('dum discover: 2 of 2 tasks diverged');
    expect(readdirSync(at('diverged'))).toEqual(['summary.json']);
    expect(parse(stdout)).toMatchObject({
      tasks: [
        { name: '0', status: 'diverged' },
        { name: '1', status: 'diverged' },
      ],
    });
    expect((parse(stdout).tasks as object[]).map((task) => Object.keys(task))).toEqual([
      ['name', 'status', 'history'],
      ['name', 'status', 'history'],
    ]);
  });

  it('keeps the results of an earlier run when every task diverges', async () => {
    const before = ['masks.json', 'summary.json'].map((name) => readFileSync(at('same', name)));
    const { code, stderr } = await discoverTo(at('same'), '--tasks', '0', '--head-learning-rate', '1e38');
    expect(code).toBe(3);
    expect(stderr).toContain('the results of an earlier run');
    expect(['masks.json', 'summary.json'].map((name) => readFileSync(at('same', name)))).toEqual(before);
  });
});

describe('dum evaluate', () => {
  it('measures the network, and its answer to each class alone', async () => {
    const { code, stdout } = await runDum('evaluate', '--network', at('network'), '--dataset', 'mnist', '--limit', '1000', '--json');
    expect(code).toBe(0);
    const { samples, network } = parse(stdout) as {
      samples: number;
      network: { name: string; metrics: { accuracy: number; confusion: number[][] } }[];
    };
    expect(samples).toBe(1000);
    expect(network.map(({ name }) => name)).toEqual(['network', ...Array.from({ length: 10 }, (_, digit) => `${digit}`)]);
    const { accuracy, confusion } = network[0]!.metrics;
    expect(accuracy).toBeCloseTo(confusion.reduce((hits, row, actual) => hits + row[actual]!, 0) / 1000, 12);
    const [[, falseOnes], [missed]] = network[2]!.metrics.confusion as [[number, number], [number, number]];
    expect(network[2]!.metrics.accuracy).toBeCloseTo(1 - (falseOnes + missed) / 1000, 12);
  });

  it('measures subnetworks beside the whole network, all or one', async () => {
    const given = ['evaluate', '--network', at('network'), '--masks', at('digits', 'masks.json'), '--dataset', 'mnist', '--limit', '1000'];
    const all = await runDum(...given);
    expect(all.code).toBe(0);
    expect(all.stdout).toMatch(/^round .*\d\.\d{3} .*%$/m);
    const { stdout } = await runDum(...given, '--task', 'round', '--json');
    const { tasks } = parse(stdout) as {
      tasks: {
        name: string;
        keptUnits: number;
        keptIndices: Record<string, number[]>;
        metrics: BinaryMetrics;
        classes: { className: string; count: number; precision: number; recall: number; f1: number }[];
        wholeNetwork: BinaryMetrics;
      }[];
    };
    expect(tasks.map(({ name }) => name)).toEqual(['round']);
    const { metrics, classes, keptUnits, keptIndices, wholeNetwork } = tasks[0]!;
    const inFile = jsonIn('digits', 'masks.json').subnetworks as { task: string; layers: { layer: string; kept: number[] }[] }[];
    const { layers } = inFile.find((each) => each.task === 'round')!;
    expect(keptIndices).toEqual(Object.fromEntries(layers.map(({ layer, kept }) => [layer, kept])));
    expect(Object.values(keptIndices).flat()).toHaveLength(keptUnits);
    const [[trueRest, falseRound], [falseRest, trueRound]] = metrics.confusion;
    expect(metrics.accuracy).toBeCloseTo((trueRest + trueRound) / 1000, 12);
    expect(metrics.precision).toBeCloseTo(trueRound / (trueRound + falseRound), 12);
    expect(metrics.recall).toBeCloseTo(trueRound / (trueRound + falseRest), 12);
    expect(metrics.rocAuc).toBeGreaterThan(0.6);
    expect(classes.map(({ className }) => className)).toEqual(['rest', 'round']);
    expect(classes[1]).toMatchObject({
      count: trueRound + falseRest,
      precision: metrics.precision,
      recall: metrics.recall,
      f1: metrics.f1,
    });
    expect((classes[0]!.recall + classes[1]!.recall) / 2).toBeCloseTo(metrics.balancedAccuracy, 12);
    expect(wholeNetwork.accuracy).toBeGreaterThan(0.8);
  });

  it('sets random masks beside them, with the settings of the search, and notes where they differ', async () => {
    interface Evaluated {
      readonly seed: number;
      readonly settings: object;
      readonly tasks: readonly { readonly metrics: BinaryMetrics; readonly controls: readonly BinaryMetrics[] }[];
    }
    const given = ['evaluate', '--network', at('network'), '--dataset', 'mnist', '--task', '1', '--json', '--controls'];
    const evaluated = async (masks: string, ...more: string[]) => {
      const { code, stdout, stderr } = await runDum(...given, ...more, '--masks', at(masks, 'masks.json'));
      expect(code).toBe(0);
      return { ...(parse(stdout) as unknown as Evaluated), stderr };
    };
    const usual = await evaluated('digits', '2', '--limit', '2000');
    expect(usual).toMatchObject({ seed: 1, settings: { controls: 2, batchSize: 64, trainingSamples: 1833 } });
    expect(usual.stderr).not.toMatch(/dum evaluate:/);
    const { metrics, controls } = usual.tasks[0]!;
    expect(controls).toHaveLength(2);
    expect(Object.keys(controls[0]!)).toEqual(Object.keys(metrics));
    const other = await evaluated('digits', '2', '--limit', '2000', '--seed', '2');
    expect(other.seed).toBe(2);
    expect(other.tasks[0]!.metrics).toEqual(metrics);
    expect(other.tasks[0]!.controls).not.toEqual(controls);

    mkdirSync(at('bare'));
    copyFileSync(at('digits', 'masks.json'), at('bare', 'masks.json'));
    const bare = await evaluated('bare', '1', '--limit', '500');
    expect(bare.stderr).toMatch(
      /fitted for 4 epochs with batches of the default size, which may differ from those of --masks: there is no /,
    );
    const fewer = await evaluated('digits', '1', '--limit', '500');
    expect(fewer.stderr).toContain(
      'found with 1833 training samples, and the linear probes of controls are fitted on 500; give the --limit',
    );
  });
});

describe('a network of other origin', () => {
  it('is taken with a note, since its training samples are not known', async () => {
    await saveNetwork(mlp({ inputs: 784, hidden: [8], classes: 10 }), at('foreign'));
    const { code, stderr } = await runDum('evaluate', '--network', at('foreign'), '--dataset', 'mnist', '--limit', '500');
    expect(code).toBe(0);
    expect(stderr).toContain('dum evaluate: the network has no description of its training data');
  });
});

describe('a network whose outputs are not the classes of the data', () => {
  it('is searched and measured without its own answers', async () => {
    await saveNetwork(mlp({ inputs: 784, hidden: [8], classes: 2 }), at('two'));
    const data = ['--network', at('two'), '--dataset', 'mnist', '--limit', '1000'];
    const found = await runDum('discover', ...data, '--tasks', '0', '--epochs', '1', '--controls', '0', '--out', at('of-two'));
    expect(found.code).toBe(0);
    const given = ['evaluate', ...data, '--masks', at('of-two', 'masks.json')];
    const { code, stdout, stderr } = await runDum(...given);
    expect(code).toBe(0);
    expect(stderr).toContain('the network\'s outputs are not the classes of "mnist", so its own answers are left out');
    expect(stdout).not.toContain('whole network');
    expect(stdout.match(/^0 .*$/m)![0].match(/%/g)).toHaveLength(2);
    const { tasks } = parse((await runDum(...given, '--json')).stdout) as { tasks: object[] };
    expect(Object.keys(tasks[0]!)).toEqual(['name', 'status', 'metrics', 'classes', 'keptUnits', 'keptByLayer', 'keptIndices']);
    expect((await runDum('evaluate', ...data)).code).toBe(2);
  });
});

describe('dum compare', () => {
  const compared = async (...given: string[]) => {
    const { code, stdout } = await runDum('compare', ...given, '--json');
    expect(code).toBe(0);
    return parse(stdout) as { layer: string | null; units: { live: number; total: number }; pairs: ComparedPair[] };
  };

  const shownP = (p: number) => (p < 0.001 ? p.toExponential(0) : p.toFixed(3));

  it('gives every figure of every pair of tasks of one file, and of each layer', async () => {
    const subnetworks = await loadSubnetworks(at('digits', 'masks.json'));
    const { units, pairs } = await compared(at('digits', 'masks.json'));
    expect(units).toEqual({ live: 48, total: 48 });
    expect(pairs.map(({ first, second }) => `${first} ${second}`)).toEqual(['0 1', '0 2', '0 round', '1 2', '1 round', '2 round']);
    expect(pairs).toEqual(overlapTable(subnetworks));
    const bits = subnetworks.slice(0, 2).map(({ masks }) => masks.layers.flatMap(({ kept }) => [...kept]));
    const both = bits[0]!.filter((bit, unit) => bit === 1 && bits[1]![unit] === 1).length;
    const [first, second] = bits.map((kept) => kept.filter((bit) => bit === 1).length) as [number, number];
    expect(pairs[0]!.units).toEqual({ live: 48, first, second, both });
    expect(pairs[0]!.iou).toBeCloseTo(both / (first + second - both), 12);
    expect(pairs[0]!.ioMin).toBeCloseTo(both / Math.min(first, second), 12);
    expect(pairs[0]!.coverage.first).toBeCloseTo(both / first, 12);
  });

  it('shows iou beside chance, the corrected value and p: two files, one task, one layer', async () => {
    const [first, second] = [at('digits', 'masks.json'), at('same', 'masks.json')];
    const { code, stdout } = await runDum('compare', first, second, '--task', '1', '--layer', 'dense_16');
    expect(code).toBe(0);
    const { pairs } = await compared(first, second, '--task', '1', '--layer', 'dense_16');
    const rows = stdout.split('\n').slice(3, 3 + pairs.length);
    expect(rows.map((row) => row.split(/ {2,}/).filter((_, column) => ![5, 8].includes(column)))).toEqual(
      pairs.map(({ units, iou, chance, coverage, ...pair }) => [
        pair.first,
        pair.second,
        ...[units.first, units.second, units.both].map(String),
        ...[iou, chance.iou].map((value) => value.toFixed(3)),
        shownP(pair.adjusted.holm.twoSided),
        ...[coverage.first, coverage.second].map((value) => value.toFixed(3)),
      ]),
    );
    expect(pairs.map((pair) => [pair.first, pair.second, pair.corrected.iou === 1])).toEqual([
      ['1', '0', false],
      ['1', '1', true],
      ['1', '2', false],
      ['1', 'round', false],
    ]);
    expect(stdout).toContain('drawn among all 16 units');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('leaves out the units that are constant over the data, when they are given', async () => {
    const network = await loadNetwork(at('network'));
    const [kernel, bias] = network.getLayer('dense_16').getWeights();
    network.getLayer('dense_16').setWeights([kernel!, tensor1d(bias!.dataSync().map((value, unit) => (unit < 3 ? -1000 : value)))]);
    await saveNetwork(network, at('dead'));
    const fingerprint = await fingerprintNetwork(network);
    const subnetworks = await loadSubnetworks(at('digits', 'masks.json'));
    const ofDead = subnetworks.map((subnetwork) => ({ ...subnetwork, masks: { ...subnetwork.masks, network: fingerprint } }));
    await saveSubnetworks(at('dead-masks.json'), ofDead);
    const given = [at('dead-masks.json'), '--network', at('dead'), '--dataset', 'mnist', '--limit', '200'];
    const { units, pairs } = await compared(...given);
    expect(units.total).toBe(48);
    expect(units.live).toBeLessThanOrEqual(45);
    expect(units.live).toBeGreaterThan(16);
    const last = pairs[0]!.layers[1]!;
    expect(last.units.live).toBeLessThanOrEqual(13);
    expect(last.units.first).toBeLessThanOrEqual(ofDead[0]!.masks.layers[1]!.kept.slice(3).reduce((sum, bit) => sum + bit, 0));
    expect(pairs[0]!.units.live).toBe(units.live);
    const { stdout } = await runDum('compare', ...given);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`drawn among the ${units.live} of 48 units that are not constant`);
  });
});

describe('dum doctor', () => {
  it('lists which backends work, what auto takes, and where MNIST is', async () => {
    const { code, stdout } = await runDum('doctor', '--json');
    expect(code).toBe(0);
    expect(parse(stdout)).toMatchObject({
      node: process.versions.node,
      backends: [
        { name: 'tensorflow', available: false, reason: expect.stringMatching(/Cannot find package.*or run npx dum-native/) as string },
        { name: 'wasm', available: true },
        { name: 'cpu', available: true },
      ],
      chosen: 'wasm',
      datasets: expect.arrayContaining([{ name: 'mnist', found: true }]) as unknown[],
      versions: { '@dum/cli': expect.any(String) as string, '@dum/masks': expect.any(String) as string },
    });
    expect((await runDum('doctor')).stdout).toMatch(/✓ wasm +works; replaced kernels: BatchMatMul/);
  });
});

describe('help', () => {
  it.each(['start', 'train', 'discover', 'alpha-path', 'evaluate', 'compare', 'export', 'data', 'doctor'])(
    'of %s shows examples, on stdout',
    async (command) => {
      const { code, stdout, stderr } = await runDum(command, '--help');
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`Examples:\n  dum ${command}`));
      for (const option of ['--seed', '--backend', '--limit', '--json']) expect(stdout).toContain(option);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
    },
  );

  it('lists the commands, and the version', async () => {
    expect((await runDum('--help')).stdout).toContain('Exit codes:');
    for (const flag of ['--version', '-v']) expect((await runDum(flag)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runDum('train', '-h')).stdout).toBe((await runDum('train', '--help')).stdout);
  });
});

it('leaves no temporary file behind', () => {
  const left = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.includes('.tmp'));
  expect(left).toEqual([]);
  expect(existsSync(at('network', 'model.json'))).toBe(true);
});
