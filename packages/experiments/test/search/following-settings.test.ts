import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { insertMasks } from '@dum/masks';
import { convNet, defaultBatchSize, type DiscoveryOptions, discoverSubnetwork, fitSubnetworks, mlp } from '@dum/experiments';
import { createMaskedBody } from '../../src/masked/masked-body.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

describe('the default batch', () => {
  const images = convNet({ inputShape: [8, 8, 1], filters: [4, 6], classes: 4 });

  it('is large where masks act on vectors, and small where they act on images', () => {
    expect(defaultBatchSize(mlp({ inputs: 16, hidden: [8], classes: 4 }))).toBe(256);
    expect(defaultBatchSize(images)).toBe(64);
    expect(defaultBatchSize(images, { layers: ['conv_2_2'] })).toBe(64);
    expect(defaultBatchSize(mlp({ inputs: 16, hidden: [8], classes: 4 }), { inputs: 'element' })).toBe(256);
  });

  it('refuses layers that are not there', () => {
    expect(() => defaultBatchSize(images, { layers: ['conv_9'] })).toThrow('conv_9');
  });

  it('is what a search takes, unless one is given', async () => {
    const { network, tasks } = await trainedOnTwoTasks({ epochs: 1 });
    const brief = { epochs: 1, refinements: 0, check: false };
    expect((await discoverSubnetwork(network, tasks[0], brief)).settings).toMatchObject({ epochs: 1, batchSize: 256 });
    expect((await discoverSubnetwork(network, tasks[0], { ...brief, batchSize: 90 })).settings.batchSize).toBe(90);
  });

  it.each([
    ['vectors', mlp({ inputs: 16, hidden: [8], classes: 4 })],
    ['images', convNet({ inputShape: [4, 4, 1], filters: [4], classes: 4 })],
  ])('fits linear probes alike in a search and outside of it, on %s', async (_, network) => {
    const { tasks } = await trainedOnTwoTasks({ epochs: 1 });
    const { subnetwork } = await discoverSubnetwork(network, tasks[0], { epochs: 1, refinements: 0, check: false });
    const [fitted] = await fitSubnetworks(network, [tasks[0]], [subnetwork!.masks]);
    expect(fitted!.readOut).toEqual(subnetwork!.readOut);
  });
});

describe('the keep probability at the start', () => {
  const brief = { epochs: 1, refinements: 0, check: false };
  const startOf = async (network: LayersModel, options: DiscoveryOptions = {}) => {
    const { tasks } = await trainedOnTwoTasks({ epochs: 1 });
    return (await discoverSubnetwork(network, tasks[0], { ...brief, ...options })).settings.initialKeepProbability;
  };
  // masks of 4, 4, 6 and 6 channels
  const images = convNet({ inputShape: [4, 4, 1], filters: [4, 6], classes: 4 });

  it('is the same for all layers where masks act on vectors', async () => {
    expect(await startOf(mlp({ inputs: 16, hidden: [8, 4], classes: 4 }))).toBe(0.5);
  });

  it('is higher for narrow layers where masks act on images; a chain of them keeps a quarter', async () => {
    const start = (await startOf(images)) as Record<string, number>;
    expect(Object.values(start)).toEqual([4, 4, 6, 6].map((units) => 0.25 ** (units ** 2 / 104)));
    expect(Object.values(start).reduce((product, probability) => product * probability)).toBeCloseTo(0.25, 12);
  });

  it('starts the logits of each layer where it is said', () => {
    const [first, ...others] = insertMasks(images).masks.map(({ layer }) => layer);
    const probabilities = { [first!]: 0.9, ...Object.fromEntries(others.map((layer) => [layer, 0.5])) };
    const body = createMaskedBody(images, { taskSeeds: [0, 1], initialKeepProbability: probabilities });
    for (const { layer, mask } of body.masks)
      for (const logit of mask.logits.read().dataSync()) expect(logit).toBeCloseTo(layer === first ? Math.log(9) : 0, 5);
  });

  it('may be given by layer, to the masked layers alone', async () => {
    const given = { dense_8: 0.4, dense_4: 0.7 };
    const network = mlp({ inputs: 16, hidden: [8, 4], classes: 4 });
    expect(await startOf(network, { initialKeepProbability: given })).toEqual(given);
    await expect(startOf(network, { initialKeepProbability: { dense_8: 0.4 } })).rejects.toThrow(
      'initialKeepProbability has no probability for "dense_4"; the masked layers are dense_8, dense_4; give each of them a probability',
    );
    await expect(startOf(network, { initialKeepProbability: { ...given, dense_5: 0.5 } })).rejects.toThrow('dense_5');
    await expect(startOf(network, { initialKeepProbability: { ...given, dense_4: 1 } })).rejects.toThrow(
      'initialKeepProbability: dense_4 is 1; expected a finite number above 0 and below 1',
    );
  });
});
