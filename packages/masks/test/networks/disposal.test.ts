import { memory } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { cloneNetwork, insertMasks, removeHead, replaceHead, splitAt } from '@dum/masks';
import { makeNetwork, type NetworkName } from './_networks.js';

const names: NetworkName[] = ['chain', 'image', 'branches', 'siamese', 'nested', 'nestedFirst', 'recurrent'];

const surgeries: Record<string, (network: LayersModel) => LayersModel[]> = {
  cloneNetwork: (network) => [cloneNetwork(network)],
  insertMasks: (network) => [insertMasks(network).network],
  removeHead: (network) => [removeHead(network)],
  replaceHead: (network) => [replaceHead(network, { units: 2 })],
  splitAt: (network) => {
    const { prefix, tail } = splitAt(network, network.layers.at(-1)!.name);
    return [prefix!, tail];
  },
};

describe.each(Object.keys(surgeries))('%s', (name) => {
  it.each(names)('of %s holds nothing once its result is disposed, and the network given still works', (network) => {
    const given = makeNetwork(network);
    const before = memory().numTensors;
    const made = surgeries[name]!(given);
    expect(memory().numTensors).toBeGreaterThan(before);
    for (const result of made) result.dispose();
    expect(memory().numTensors).toBe(before);
    expect(given.weights.every((weight) => !weight.read().isDisposed)).toBe(true);
  });
});

it('holds nothing when a name is refused', () => {
  const given = makeNetwork('chain');
  const before = memory().numTensors;
  expect(() => replaceHead(given, { units: 2, name: 'second' })).toThrow('has a layer called "second"');
  expect(() => insertMasks(given, { mask: () => ({ name: 'last' }) })).toThrow('like another layer');
  expect(memory().numTensors).toBe(before);
});
