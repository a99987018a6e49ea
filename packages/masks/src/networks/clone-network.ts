import type { LayersModel } from '@tensorflow/tfjs-layers';
import { emit } from './_emit.js';
import { nodesOf } from './_graph.js';

/**
 * A copy of a network that shares nothing with it: same graph, names, weights, `trainable` and metadata.
 *
 * The copy of a `Sequential` is a functional `LayersModel`; it is not compiled. Shared layers stay shared within the copy. The network
 * given stays untouched, to the bit. Throws `bad-input` for a layer that can't be made again from its configuration, and for two
 * layers of one name.
 *
 * @example
 * const before = cloneNetwork(network);
 */
export const cloneNetwork = (network: LayersModel): LayersModel => {
  nodesOf('cloneNetwork', network);
  return copyMetadata(network, emit('cloneNetwork', network));
};

/** Gives a copy the metadata of its original, which say what the network takes. */
export const copyMetadata = (from: LayersModel, to: LayersModel): LayersModel => {
  const metadata = from.getUserDefinedMetadata();
  if (metadata !== undefined) to.setUserDefinedMetadata(structuredClone(metadata));
  return to;
};
