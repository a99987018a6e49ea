import { mkdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inputOf } from '@dum/experiments';
import { loadNetwork, loadSubnetworks } from '@dum/experiments/store';
import sharp from 'sharp';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);

/** Pictures of 6 × 6 pixels, each class of a colour of its own with a little noise. */
const draw = async (place: string, classes: number, pictures: number, format: 'png' | 'jpg' = 'png') => {
  await Promise.all(
    Array.from({ length: classes }, async (_, label) => {
      const name = `class ${String(label).padStart(3, '0')}`;
      mkdirSync(at(place, name), { recursive: true });
      for (let picture = 0; picture < pictures; picture++) {
        const pixels = Uint8Array.from({ length: 108 }, (__, value) => {
          const shade = [(label % 7) * 40, (Math.floor(label / 7) % 7) * 40, Math.floor(label / 49) * 40][value % 3]!;
          return Math.min(255, shade + ((value * 7 + picture * 13) % 11));
        });
        await sharp(pixels, { raw: { width: 6, height: 6, channels: 3 } }).toFile(at(place, name, `${picture}.${format}`));
      }
    }),
  );
};

const train = (dataset: string, out: string, ...more: string[]) =>
  runDum('train', '--dataset', at(dataset), '--network', 'mlp:16', '--batch-size', '16', '--out', at(out), ...more);

describe('a folder of pictures by class', () => {
  beforeAll(async () => {
    await draw('colours', 8, 30);
    expect((await train('colours', 'network', '--epochs', '40', '--learning-rate', '1e-2')).code).toBe(0);
  });

  it('is trained on, and what was found in it is measured on samples of its own', async () => {
    expect(inputOf(await loadNetwork(at('network')))).toMatchObject({
      shape: [6, 6, 3],
      classNames: expect.arrayContaining(['class 007']) as string[],
    });
    const shared = ['--network', at('network'), '--dataset', at('colours'), '--json'];
    const whole = await runDum('evaluate', ...shared);
    const { samples, network } = JSON.parse(whole.stdout) as { samples: number; network: readonly { metrics: { accuracy: number } }[] };
    expect([whole.code, samples, network.length]).toEqual([0, 24, 9]);
    expect(network[0]!.metrics.accuracy).toBeGreaterThan(0.9);
    const found = await runDum('discover', ...shared, '--tasks', 'class 001', '--controls', '1', '--epochs', '3', '--out', at('found'));
    expect(found.code, found.stderr).toBe(0);
    expect(JSON.parse(found.stdout)).toMatchObject({ settings: { trainingSamples: 198, validationSamples: 18 } });
    const [subnetwork] = await loadSubnetworks(at('found', 'masks.json'));
    expect(subnetwork!.classOf).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
  });

  it('is resized to what is asked for, and later to what the network takes', async () => {
    const { code, stderr } = await train(
      'colours',
      'smaller',
      '--image-size',
      '4x3',
      '--limit',
      '64',
      '--validation',
      '8',
      '--epochs',
      '2',
    );
    expect(code, stderr).toBe(0);
    expect(inputOf(await loadNetwork(at('smaller')))).toMatchObject({ shape: [4, 3, 3] });
    const { stdout } = await runDum('evaluate', '--network', at('smaller'), '--dataset', at('colours'), '--json');
    expect(JSON.parse(stdout)).toMatchObject({ samples: 24 });
    const refused = await runDum('train', '--dataset', 'mnist', '--network', 'mlp:4', '--image-size', '8', '--out', at('none'));
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('"mnist" is not a folder of pictures by class')]);
    const wrong = await train('colours', 'none', '--image-size', '0x4');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('such as 96 or 96x64')]);
  });

  it('names a picture that is cut short, and writes nothing', async () => {
    await draw('cut', 2, 20, 'jpg');
    truncateSync(at('cut', 'class 001', '3.jpg'), 200);
    const { code, stderr } = await train('cut', 'cut-network', '--epochs', '1');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/class 001\/3\.jpg\\?" can't be read as a picture/)]);
  });

  it('is watched and measured on the splits that it has', async () => {
    for (const split of ['train', 'validation', 'test'])
      await draw(join('cut by hand', split), 3, { train: 20, validation: 4, test: 5 }[split]!);
    const { code, stdout, stderr } = await train('cut by hand', 'by-hand', '--json');
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ settings: { trainingSamples: 60, validationSamples: 12 } });
  });
});

it('has 300 classes', { timeout: 60_000 }, async () => {
  await draw('many', 300, 4);
  const { code, stderr } = await train('many', 'of-many', '--epochs', '1', '--validation', '300');
  expect(code, stderr).toBe(0);
  const shared = ['--network', at('of-many'), '--dataset', at('many'), '--validation', '300', '--json'];
  const found = await runDum(
    'discover',
    ...shared,
    '--tasks',
    'class 299',
    'pair=class 255,class 256',
    '--controls',
    '0',
    '--epochs',
    '1',
    '--out',
    at('of-many-found'),
  );
  expect(found.code, found.stderr).toBe(0);
  const [, pair] = await loadSubnetworks(at('of-many-found', 'masks.json'));
  expect([pair!.classOf.length, pair!.classOf.indexOf(1), pair!.classOf.lastIndexOf(1)]).toEqual([300, 255, 256]);
});
