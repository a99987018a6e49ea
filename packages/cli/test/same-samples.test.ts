import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { glyphs } from '@dum/datasets';
import { npz } from './_npz.js';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (name: string) => join(folder, name);

/** Digits as they are drawn by a seed, in a file. */
const writeDigits = (name: string, seed: number) => {
  const { source, y } = glyphs({ seed, train: 400, test: 1, size: 8 }).train;
  writeFileSync(at(name), npz({ x: source.values!, y, sampleShape: [64] }));
};

beforeAll(async () => {
  writeDigits('digits.npz', 1);
  copyFileSync(at('digits.npz'), at('renamed.npz'));
  const given = ['--dataset', at('digits.npz'), '--network', 'mlp:8', '--epochs', '2', '--seed', '5', '--out', at('network')];
  expect((await runDum('train', ...given)).code).toBe(0);
});

/** How the data are cut, and how well the network does on what is held out. */
const cutOf = async (dataset: string) => {
  const quick = ['--tasks', '0', '--controls', '0', '--epochs', '1', '--out', at('found'), '--json'];
  const { code, stdout, stderr } = await runDum('discover', '--network', at('network'), '--dataset', at(dataset), ...quick);
  expect(code, stderr).toBe(0);
  const { settings, tasks } = JSON.parse(stdout) as {
    settings: { trainingSamples: number; validationSamples: number };
    tasks: readonly { wholeNetwork: { validationAccuracy: number } }[];
  };
  return { settings, accuracy: tasks[0]!.wholeNetwork.validationAccuracy, stderr };
};

it('holds out what training held out, of the same samples under another name too', async () => {
  const trained = await cutOf('digits.npz');
  expect(trained.settings).toMatchObject({ trainingSamples: 367, validationSamples: 33 });
  expect(await cutOf('renamed.npz')).toMatchObject({ accuracy: trained.accuracy, settings: trained.settings });
});

it('warns that other samples under the same name may have been seen', async () => {
  const before = await cutOf('digits.npz');
  expect(before.stderr).not.toContain('other samples');
  writeDigits('digits.npz', 2);
  expect((await cutOf('digits.npz')).stderr).toContain(
    '"digits" has other samples than the network was trained on, so it may have seen some of the held-out samples',
  );
  writeDigits('digits.npz', 1);
});
