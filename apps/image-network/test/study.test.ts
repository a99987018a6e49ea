import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { fitSubnetworks } from '@dum/experiments';
import { loadNetwork, loadSubnetworks } from '@dum/experiments/store';
import { createMaskSet, fingerprintNetwork, networkCosts } from '@dum/masks';
import { channelEffects } from '../src/channel-effects.js';
import { withDenseHead } from '../src/open-network.js';
import { study } from '../src/study.js';
import { strongestPictures } from '../src/strongest-pictures.js';
import { tablesOf } from '../src/tables.js';
import { colourSamples, side, standIn } from './_stand-in.js';

let folder: string;
beforeAll(async () => {
  await useBackend();
  folder = await mkdtemp(join(tmpdir(), 'image-network-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = {
  sizes: { side, train: 96, validation: 48, test: 48, seed: 1 },
  ...{ convolutions: 2, share: 0.5, batchSize: 16, epochs: 20, readOutEpochs: 20, draws: 3, refinements: 1, seed: 1 },
};

describe('the strongest pictures', () => {
  it('of the channel that carries a colour are all of that colour, and dropping it costs the most', async () => {
    const network = withDenseHead(standIn(), side);
    const { tasks } = colourSamples();
    const [task] = tasks;
    const masks = createMaskSet(
      await fingerprintNetwork(network),
      ['first_leaky', 'second_leaky'].map((layer) => ({ layer, shape: [8], kept: Array<number>(8).fill(1) })),
    );
    const [subnetwork] = await fitSubnetworks(network, [task!], [masks], { batchSize: 16, readOutEpochs: 20 });
    const effects = await channelEffects(network, subnetwork!, task!);
    expect(effects).toHaveLength(8);
    expect(effects[0]).toMatchObject({ channel: 0, speaksFor: true });
    const [strongest] = await strongestPictures(network, subnetwork!, task!, { channels: 1, pictures: 9 });
    expect(strongest!.pictures.map(({ isYes }) => isYes)).toEqual(Array(9).fill(true));
    const responses = strongest!.pictures.map(({ response }) => response.reduce((sum, value) => sum + value, 0));
    expect(responses).toEqual(responses.toSorted((a, b) => b - a));
  });
});

describe('the study', () => {
  it('finds half of the channels, draws, cuts out and times them', async () => {
    const lines: string[] = [];
    const network = withDenseHead(standIn(), side);
    const samples = colourSamples();
    const results = await study({
      network,
      samples,
      settings,
      measuredOn: 'test',
      chromium: undefined,
      out: folder,
      log: (line) => lines.push(line),
    });
    for (const { learned, keptChannels, maskedChannels } of results.tasks) {
      expect([keptChannels, maskedChannels]).toEqual([8, 16]);
      expect(learned.balancedAccuracy).toBeGreaterThan(0.95);
      expect(learned.low).toBeLessThan(learned.balancedAccuracy);
    }
    const again = await study({
      network,
      samples,
      settings,
      measuredOn: 'validation',
      chromium: undefined,
      out: folder,
      log: (line) => lines.push(line),
    });
    expect(lines).toContain(`Taking the masks of an earlier run from ${folder}`);
    expect(again.layers).toEqual(results.layers);
    const [red] = await loadSubnetworks(join(folder, 'masks.json'), { network: await fingerprintNetwork(network) });
    expect(red!.masks.layers.map(({ kept }) => kept[0])).toEqual([1, 1]);
    const small = await loadNetwork(join(folder, 'networks', 'red'));
    expect(networkCosts(small)).toMatchObject({ parameters: results.cutOuts[0]!.certificate.after.parameters });
    const { logits, before, after } = results.cutOuts[0]!.certificate;
    expect(logits!.difference / logits!.largest).toBeLessThan(1e-5);
    expect(after.multiplyAdds).toBeLessThan(before.multiplyAdds);
    const { width, height } = await sharp(await readFile(join(folder, 'strongest.jpg'))).metadata();
    expect(height).toBe(results.channels.length * 76 + 4);
    expect(width).toBeGreaterThan(9 * 76);
    expect(results.times['wasm in Node']!.map(({ name }) => name)).toEqual(['whole', 'red', 'blue']);
    expect(tablesOf(results)).toMatch(/^\| red \| 16 of 48 \| /m);
  });
});
