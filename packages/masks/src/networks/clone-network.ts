import type { LayersModel } from '@tensorflow/tfjs-layers';
import { emit } from './_emit.js';
import { nodesOf } from './_graph.js';

/**
 * Copies a network, with the same graph, names, weights, `trainable` and metadata; the copy shares nothing with it.
 *
 * The copy of a `Sequential` is a functional `LayersModel`; it is not compiled. Shared layers stay shared within the copy. The given
 * network stays untouched, to the bit. Throws `bad-input` for a layer that can't be recreated from its configuration, and for two layers
 * with one name.
 *
 * @example
 * const before = cloneNetwork(network);
 */
export const cloneNetwork = (network: LayersModel): LayersModel => {
  nodesOf('cloneNetwork', network);
  return copyMetadata(network, emit('cloneNetwork', network));
};

/** Copies the metadata of a network, which describe its input. */
export const copyMetadata = (from: LayersModel, to: LayersModel): LayersModel => {
  const metadata = from.getUserDefinedMetadata();
  if (metadata !== undefined) to.setUserDefinedMetadata(structuredClone(metadata));
  return to;
};
