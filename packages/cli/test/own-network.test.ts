import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inputOf } from '@dum/experiments';
import { loadNetwork, saveNetwork } from '@dum/experiments/store';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);

/** A network of one sigmoid that says whether the first value is above 5, by one unit of four. */
const save = async () => {
  const network = sequential({
    layers: [
      layers.dense({ inputShape: [2], units: 4, activation: 'relu', name: 'hidden' }),
      layers.dense({ units: 1, activation: 'sigmoid', name: 'head' }),
    ],
  });
  const kernel = [
    [1, 0, 0, 0.5],
    [0, 1, -1, 0.5],
  ];
  network.layers[0]!.setWeights([tensor2d(kernel), tensor1d([-4, 0, 0, 0])]);
  network.layers[1]!.setWeights([tensor2d([[4], [0], [0], [0]]), tensor1d([-4])]);
  await saveNetwork(network, at('network'));
};

describe("somebody's network of one sigmoid, with a table of their own", () => {
  const shared = () => ['--network', at('network'), '--dataset', at('rows.csv'), '--scaling', 'none'];
  beforeAll(async () => {
    const rows = Array.from({ length: 150 }, (_, row) => [(row * 7) % 10, (row % 11) / 5 - 1]);
    writeFileSync(at('rows.csv'), rows.map(([a, b]) => `${a},${b},${a! > 5 ? 'large' : 'a small one'}`).join('\n'));
    await runDum('doctor');
    await save();
  });

  it('is measured, searched beside its own answer, extracted, and what was extracted is measured', async () => {
    const whole = await runDum('evaluate', ...shared(), '--json');
    expect(JSON.parse(whole.stdout)).toMatchObject({ network: [{ metrics: { accuracy: 1 } }, {}, {}] });
    const found = await runDum('discover', ...shared(), '--tasks', 'large', '--epochs', '60', '--json', '--out', at('found'));
    expect(found.code, found.stderr).toBe(0);
    expect(JSON.parse(found.stdout)).toMatchObject({ tasks: [{ wholeNetwork: { validationAccuracy: 1 } }] });
    const masks = ['--masks', at('found', 'masks.json')];
    const extracted = await runDum('extract', ...shared(), ...masks, '--task', 'large', '--out', at('large'));
    expect(extracted.code, extracted.stderr).toBe(0);
    const measured = await runDum('evaluate', '--network', at('large'), '--dataset', at('rows.csv'), '--json');
    expect(measured.code, measured.stderr).toBe(0);
    const masked = await runDum('evaluate', ...shared(), ...masks, '--json');
    const { metrics } = (JSON.parse(masked.stdout) as { tasks: readonly { metrics: object }[] }).tasks[0]!;
    expect(JSON.parse(measured.stdout)).toMatchObject({ network: [{ name: 'large', metrics }] });
  });

  it('is left as it was', async () => {
    expect(inputOf(await loadNetwork(at('network')))).toBeUndefined();
  });
});
