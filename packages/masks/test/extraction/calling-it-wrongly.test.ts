import { layers, sequential } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { extractSubnetwork } from '@dum/masks';

const network = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] }), layers.dense({ units: 2 })] });

it.each<[string, unknown, string]>([
  ['what a search gave', { task: 'a', subnetwork: {} }, 'the result of a search was given; expected its subnetwork, found.subnetwork'],
  ['a list', [{}], 'a list of 1 was given instead of a subnetwork'],
  ['nothing', undefined, 'missing was given instead of a subnetwork'],
  ['a promise', Promise.resolve({}), 'a promise, which needs an await, was given instead of a subnetwork'],
  ['masks of another kind', { masks: [1] }, 'an object was given instead of a subnetwork; expected one, or { masks } with a set of masks'],
])('extractSubnetwork refuses %s in one sentence', async (_, given, message) => {
  await expect(extractSubnetwork(network, given as never)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(`extractSubnetwork: ${message}`) as string,
  });
});
