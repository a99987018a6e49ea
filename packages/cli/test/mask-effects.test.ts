import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { glyphs } from '@dum/datasets';
import { loadNetwork, loadSubnetworks } from '@dum/experiments/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npz } from './_npz.js';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);
const jsonIn = (...names: string[]) => JSON.parse(readFileSync(at(...names), 'utf8')) as Record<string, unknown>;
const network = ['--network', at('network'), '--dataset', at('images.npz')];
const reEstimated = ['--normalization', 're-estimated'];
const quick = ['--tasks', '0', '1', '--epochs', '1', '--batch-size', '50', '--initial-keep-probability', '0.6'];
const discover = (out: string, ...more: string[]) => runDum('discover', ...network, ...quick, '--controls', '1', '--out', at(out), ...more);

beforeAll(async () => {
  const { train } = glyphs({ seed: 1, train: 300, test: 1, size: 8, noise: 0, distortion: 0.2 });
  const grey = Uint8Array.from(train.source.values!, (value) => Math.round(255 * value));
  writeFileSync(at('images.npz'), npz({ x: grey, y: train.y, sampleShape: [8, 8, 1] }));
  for (const [shape, out] of [
    ['conv-bn:3', 'network'],
    ['conv:3', 'plain'],
  ] as const)
    await runDum(...['train', '--dataset', at('images.npz'), '--network', shape, '--epochs', '2', '--batch-size', '25', '--out', at(out)]);
});

describe('dum discover --normalization re-estimated', () => {
  it('records statistics that evaluate, evidence and extract use', async () => {
    expect(await discover('masks', ...reEstimated)).toMatchObject({ code: 0 });
    expect(jsonIn('masks', 'summary.json')).toMatchObject({ search: { normalization: 're-estimated' } });
    const [subnetwork] = await loadSubnetworks(at('masks', 'masks.json'));
    expect(subnetwork!.normalization!.statistics.map(({ layer }) => layer)).toEqual(['conv_1_2_norm']);
    const masks = ['--masks', at('masks', 'masks.json')];
    expect(await runDum('evaluate', ...network, ...masks, '--controls', '1')).toMatchObject({ code: 0 });
    expect(await runDum('evidence', ...network, ...masks, '--draws', '1', '--out', at('masks'))).toMatchObject({ code: 0 });
    expect(await runDum('extract', ...network, ...masks, '--task', '0', '--out', at('small'))).toMatchObject({ code: 0 });
    const small = (await loadNetwork(at('small'))).getLayer('conv_1_2_norm').getWeights().at(-2)!.dataSync();
    const { mean } = subnetwork!.normalization!.statistics[0]!;
    expect(small.length).toBeGreaterThan(0);
    expect([...mean]).toEqual(expect.arrayContaining([...small]));
  });

  it('is recorded by baselines, paths and frontiers', async () => {
    const budget = ['--keep-units', '4'];
    const baseline = ['--method', 'random', ...budget, ...reEstimated];
    const selected = await runDum('discover', ...network, '--tasks', '0', ...baseline, '--controls', '0', '--out', at('random'));
    expect(selected).toMatchObject({ code: 0 });
    expect(jsonIn('random', 'summary.json')).toMatchObject({ settings: { normalization: 're-estimated' } });
    const path = await runDum('alpha-path', ...network, ...quick, '--steps', '2', '--out', at('path'), ...reEstimated);
    expect(path).toMatchObject({ code: 0 });
    for (const file of ['random', 'path'])
      for (const { normalization } of await loadSubnetworks(at(file, 'masks.json'))) expect(normalization!.statistics).toHaveLength(1);
  });

  it('is one setting of all points of a frontier, also of those in a file of version 1', async () => {
    const frontier = (...more: string[]) =>
      runDum('frontier', ...network, '--tasks', '0', '--keep-units', '4', '--methods', 'random', '--out', at('frontier'), ...more);
    expect(await frontier()).toMatchObject({ code: 0 });
    const frozen = jsonIn('frontier', 'frontier.json');
    expect(frozen.settings).not.toHaveProperty('normalization');
    writeFileSync(at('frontier', 'frontier.json'), JSON.stringify({ ...frozen, version: 1 }));
    expect((await frontier()).stderr).toContain('has 1 points already, which are reused');
    const other = await frontier(...reEstimated);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('settings')]);
    const again = await runDum(
      ...['frontier', ...network, '--tasks', '0', '--keep-units', '4', '--methods', 'random', '--out', at('other'), ...reEstimated],
    );
    expect(again).toMatchObject({ code: 0 });
    expect(jsonIn('other', 'frontier.json').settings).toMatchObject({ normalization: 're-estimated' });
  });

  it('is refused for a network without batch normalization, and for a kind that is none', async () => {
    const plain = await runDum(
      ...['discover', '--network', at('plain'), '--dataset', at('images.npz'), ...quick, '--out', at('refused'), ...reEstimated],
    );
    expect(plain.code).toBe(2);
    expect(plain.stderr).toContain('no batch normalization comes after a mask, so there is nothing to re-estimate');
    const other = await discover('refused', '--normalization', 'batch');
    expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/--normalization is "batch".*frozen.*re-estimated/)]);
  });
});

describe.each(['mean', 'constant'])('dum discover --dropped %s', (kind) => {
  const dropped = ['--dropped', kind];

  it('records constants that evaluate, evidence and extract use', async () => {
    expect(await discover(kind, ...dropped)).toMatchObject({ code: 0 });
    expect(jsonIn(kind, 'summary.json')).toMatchObject({ search: { dropped: kind } });
    const [subnetwork] = await loadSubnetworks(at(kind, 'masks.json'));
    expect(subnetwork!.dropped).toMatchObject({ kind, layers: [{ layer: 'conv_1_1_relu' }, { layer: 'conv_1_2_relu' }] });
    const masks = ['--masks', at(kind, 'masks.json')];
    expect(await runDum('evaluate', ...network, ...masks, '--controls', '1')).toMatchObject({ code: 0 });
    expect(await runDum('evidence', ...network, ...masks, '--draws', '1', '--out', at(kind))).toMatchObject({ code: 0 });
    const small = await runDum('extract', ...network, ...masks, '--task', '0', '--out', at(`small-${kind}`));
    expect(small).toMatchObject({ code: 0 });
  });

  it('is recorded by baselines and frontiers', async () => {
    const baseline = ['--method', 'random', '--keep-units', '4', ...dropped];
    const selected = await runDum('discover', ...network, '--tasks', '0', ...baseline, '--controls', '0', '--out', at(`random-${kind}`));
    expect(selected).toMatchObject({ code: 0 });
    expect(jsonIn(`random-${kind}`, 'summary.json')).toMatchObject({ settings: { dropped: kind } });
    const frontier = await runDum(
      ...['frontier', ...network, '--tasks', '0', '--keep-units', '4', '--methods', 'random', '--out', at(`frontier-${kind}`), ...dropped],
    );
    expect(frontier).toMatchObject({ code: 0 });
    expect(jsonIn(`frontier-${kind}`, 'frontier.json').settings).toMatchObject({ dropped: kind });
  });
});

it('learned constants with another objective or head are refused before anything is read', async () => {
  for (const other of [
    ['--objective', 'completeness'],
    ['--read-out', 'original-head'],
  ]) {
    const { code, stderr } = await runDum(
      'discover',
      '--network',
      at('nowhere'),
      '--dataset',
      'mnist',
      ...other,
      '--dropped',
      'constant',
      '--out',
      at('no'),
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('constants are learned with the objective crossEntropy and linear probes')]);
  }
});
