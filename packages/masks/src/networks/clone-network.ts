import type { LayersModel } from '@tensorflow/tfjs-layers';
import { emit } from './_emit.js';

/**
 * A copy of a network that shares nothing with it: same graph, names, weights and metadata.
 *
 * The copy of a `Sequential` is a functional `LayersModel`. Shared layers stay shared within the copy.
 */
export const cloneNetwork = (network: LayersModel): LayersModel => {
  const clone = emit(network);
  const metadata = network.getUserDefinedMetadata();
  if (metadata !== undefined) clone.setUserDefinedMetadata(structuredClone(metadata));
  return clone;
};
