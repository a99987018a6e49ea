import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { glyphs } from '@dum/datasets';
import { loadNetwork, loadSubnetworks } from '@dum/experiments/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npz } from './_npz.js';
import { runDum, runDumWith, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);

interface Accuracies {
  readonly accuracy: number;
  readonly balancedAccuracy: number;
}
interface Extracted {
  readonly tasks: readonly {
    readonly task: string;
    readonly same: boolean;
    readonly inputs?: readonly (readonly number[])[];
    readonly certificate: { readonly before: { readonly parameters: number }; readonly after: { readonly parameters: number } };
    readonly test: { readonly extracted: Accuracies; readonly masked: Accuracies };
  }[];
}

/** A clock on which every look takes so long that times are taken as few times as can be. */
const impatient = () => {
  let time = 0;
  return () => (time += 1000);
};

const json = async <Result>(...argv: string[]): Promise<Result> => {
  const { code, stdout, stderr } = await runDumWith({ now: impatient() }, ...argv, '--json');
  expect([code, stderr]).toEqual([0, expect.not.stringMatching(/defect/)]);
  return JSON.parse(stdout) as Result;
};

beforeAll(async () => {
  const { train: drawn } = glyphs({ seed: 1, train: 150, test: 1, size: 8, noise: 0, distortion: 0.2 });
  writeFileSync(at('flat.npz'), npz({ x: drawn.source.values!, y: drawn.y, sampleShape: [64] }));
  writeFileSync(at('image.npz'), npz({ x: drawn.source.values!, y: drawn.y, sampleShape: [8, 8] }));
  for (const [data, network] of [
    ['flat', 'mlp:12,8'],
    ['image', 'conv:3,4'],
  ] as const) {
    const settings = ['--epochs', '3', '--batch-size', '25', '--learning-rate', '1e-2', '--validation', '50'];
    const { code } = await runDum('train', '--dataset', at(`${data}.npz`), '--network', network, '--out', at(data), ...settings);
    expect(code).toBe(0);
  }
});

/** What stands in files for what the command line has. */
const recorded = (kind: string): unknown => (kind.startsWith('group:') ? { channelGroup: Number(kind.slice(6)) } : kind);

describe.each([
  ['flat', 'channel', 'element', 64, [64]],
  ['flat', 'element', 'channel', 64, [64]],
  ['flat', 'group:4', 'group:8', 64, [8]],
  ['image', 'element', 'element', 64, [8, 8, 1]],
  ['image', 'element', undefined, undefined, undefined],
  ['image', 'channel', 'channel', 1, [1]],
] as const)('in %s samples, units by %s and inputs by %s', (data, granularity, inputs, features, shape) => {
  const out = `${data}-${granularity}-${inputs}`.replaceAll(':', '');
  const masks = at(out, 'masks.json');
  const from = ['--network', at(data), '--masks', masks, '--dataset', at(`${data}.npz`)];

  it('are found, and evaluated and compared from the file that they are in', async () => {
    const settings = [
      '--no-check',
      '--epochs',
      '2',
      '--batch-size',
      '25',
      '--alpha',
      '1e-3',
      '--initial-keep-probability',
      '.12',
      '--controls',
      '1',
      '--validation',
      '50',
      '--threads',
      '1',
    ];
    const kinds = ['--granularity', granularity, ...(inputs === undefined ? [] : ['--inputs', inputs])];
    const discover = ['discover', '--network', at(data), '--dataset', at(`${data}.npz`), '--tasks', '0', '1', '--out', at(out)];
    const { search } = await json<{ search: Record<string, unknown> }>(...discover, ...settings, ...kinds);
    expect(search).toMatchObject({ granularity: recorded(granularity), inputs: inputs === undefined ? null : recorded(inputs) });
    const [subnetwork] = await loadSubnetworks(masks);
    const input = (await loadNetwork(at(data))).inputs[0]!.sourceLayer.name;
    expect(subnetwork!.masks.layers.find(({ layer }) => layer === input)?.shape).toEqual(shape);
    for (const { layer, granularity: units } of subnetwork!.masks.layers)
      expect(units).toEqual(recorded(layer === input ? inputs! : granularity));
    const ranks = subnetwork!.masks.layers.filter(({ layer }) => layer !== input).map((layer) => layer.shape.length);
    expect(Math.max(...ranks)).toBe(data === 'image' && granularity === 'element' ? 3 : 1);
    const { pairs } = await json<{ pairs: readonly unknown[] }>('compare', masks, '--network', at(data), '--dataset', at(`${data}.npz`));
    expect(pairs).toHaveLength(1);
  });

  it('are extracted, and answer as the masked network does', async () => {
    const { tasks: evaluated } = await json<{ tasks: { metrics: Accuracies }[] }>('evaluate', ...from);
    const { tasks } = await json<Extracted>('extract', ...from, '--out', at(`${out}-small`));
    expect(tasks.map(({ same }) => same)).toEqual([true, true]);
    for (const [index, { test, inputs: kept }] of tasks.entries()) {
      expect(kept).toBeUndefined();
      expect(test.extracted).toEqual(test.masked);
      expect(evaluated[index]!.metrics).toMatchObject(test.masked);
    }
  });

  if (inputs === undefined) return;

  it('lose the features of the input that nothing reads, where that is asked for', async () => {
    const folders = at(`${out}-fewer`);
    const { tasks } = await json<Extracted>('extract', ...from, '--drop-inputs', '--fine-tune', '1', '--out', folders);
    for (const { task, test, inputs: kept } of tasks) {
      const [channels] = kept as [number[]];
      const width = data === 'flat' ? features : 1;
      expect(channels.length).toBeLessThanOrEqual(width);
      expect(channels.every((channel) => channel >= 0 && channel < width)).toBe(true);
      expect(test.extracted).toEqual(test.masked);
      const network = await loadNetwork(join(folders, task));
      expect(network.inputs[0]!.shape.at(-1)).toBe(channels.length);
      const summary = JSON.parse(readFileSync(join(folders, task, 'summary.json'), 'utf8')) as { inputs: number[][]; fineTuning: object };
      expect(summary).toMatchObject({ inputs: kept, fineTuning: { records: [{ epoch: 1 }] } });
    }
    if (data === 'flat') expect(Math.min(...tasks.map(({ inputs: kept }) => kept![0]!.length))).toBeLessThan(features);
  });
});

it.each(['pixel', 'group', 'group:', 'group:1', 'group:2.5', 'group:x'])(
  'refuses the kind %s, which there is not, before it writes',
  async (kind) => {
    const argv = ['discover', '--network', at('flat'), '--dataset', at('flat.npz'), '--inputs', kind, '--out', at('never')];
    const { code, stderr } = await runDum(...argv);
    expect([code, existsSync(at('never'))]).toEqual([2, false]);
    expect(stderr).toContain(
      `--inputs is "${kind}"; expected channel, element, or a group of at least 2 neighbouring channels, such as group:16`,
    );
  },
);
