import { describe, expect, it } from 'vitest';
import { convNet, defaultBatchSize, discoverSubnetwork, fitSubnetworks, mlp } from '@dum/experiments';
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
