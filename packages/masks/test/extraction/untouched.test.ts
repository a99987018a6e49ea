import { tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  cloneNetwork,
  extractMasked,
  extractSubnetwork,
  fingerprintNetwork,
  flattenNetwork,
  insertMasks,
  insertMasksLike,
  networkCosts,
  readMasks,
  removeHead,
  replaceHead,
  selectLayers,
  splitAt,
  traceWiring,
  unitGroups,
  writeMasks,
} from '@dum/masks';
import { stateOf } from '../networks/example-networks.js';
import { networkOf, recipes } from './_random-graph.js';

/** Some masks of a network that drop every other unit. */
const masksOf = async (network: LayersModel) => {
  const masked = insertMasks(network);
  for (const { mask } of masked.masks) {
    const shape = mask.logits.shape as number[];
    const size = shape.reduce((product, axis) => product * axis, 1);
    mask.logits.write(
      tensor(
        Array.from({ length: size }, (_, unit) => (unit % 2 === 0 ? 1 : -1)),
        shape,
      ),
    );
  }
  const found = await readMasks(masked.network);
  masked.network.dispose();
  return found;
};

/** What is done with a network, each time from the start; what it makes is disposed of. */
const operations: Readonly<Record<string, (network: LayersModel) => unknown>> = {
  cloneNetwork: (network) => cloneNetwork(network).dispose(),
  flattenNetwork: (network) => flattenNetwork(network).dispose(),
  fingerprintNetwork,
  networkCosts,
  selectLayers: (network) => selectLayers(network, () => true),
  unitGroups: (network) => [unitGroups(network), unitGroups(network, { granularity: 'element' })],
  traceWiring: (network) => traceWiring(network, []),
  removeHead: (network) => removeHead(network).dispose(),
  replaceHead: (network) => replaceHead(network, { units: 2, name: 'other' }).dispose(),
  insertMasks: (network) => insertMasks(network, { granularity: 'element', inputs: 'element' }).network.dispose(),
  'insertMasksLike and writeMasks': async (network) => {
    const masks = await masksOf(network);
    const masked = insertMasksLike(network, masks);
    writeMasks(masked, [masks]);
    masked.network.dispose();
  },
  splitAt: (network) => {
    const { masks, network: masked } = insertMasks(network);
    const before = stateOf(masked);
    const { prefix, tail } = splitAt(
      masked,
      masks.map(({ mask }) => mask.name),
    );
    expect(stateOf(masked)).toEqual(before);
    for (const part of [prefix, tail, masked]) part?.dispose();
  },
  extractSubnetwork: async (network) => (await extractSubnetwork(network, { masks: await masksOf(network) })).network.dispose(),
  extractMasked: async (network) => {
    const { network: masked } = insertMasks(network);
    const before = stateOf(masked);
    (await extractMasked(masked, { dropInputs: true })).network.dispose();
    expect(stateOf(masked)).toEqual(before);
    masked.dispose();
  },
};

const everything = async (network: LayersModel) => ({
  ...stateOf(network),
  fingerprint: await fingerprintNetwork(network),
  topology: JSON.stringify(network.toJSON(null, false)),
});

it.each(Object.keys(operations))('%s leaves the network given as it is, to the bit', async (name) => {
  let done = 0;
  await fc.assert(
    fc.asyncProperty(recipes, async (recipe) => {
      const network = networkOf(recipe);
      const before = await everything(network);
      try {
        await operations[name]!(network);
        done++;
      } catch (error) {
        // a refusal leaves it as it is too
        if (!(error instanceof DumError)) throw error;
      }
      expect(await everything(network)).toEqual(before);
    }),
    { numRuns: 15, seed: 2 },
  );
  expect(done).toBeGreaterThan(8);
});
