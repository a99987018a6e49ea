import { LayersModel } from '@tensorflow/tfjs-layers';
import { copyMetadata } from './clone-network.js';
import { emit } from './_emit.js';
import { flatLayers } from './_flat-layers.js';
import { nodesOf, requireOwnNames } from './_graph.js';

/**
 * Copies a network without nesting: the layers of nested networks are called directly.
 *
 * The copy computes the same, to the bit, and has the same fingerprint; `insertMasks` puts masks into such a copy. A layer keeps its name;
 * if a nested layer has the name of another layer, its network's name is a prefix: `inner/dense`. Layers of a nested network that is called
 * several times are shared by its calls. The given network stays untouched. Throws `bad-input` as {@link cloneNetwork} does.
 *
 * @example
 * flattenNetwork(network).layers.map(({ name }) => name);
 */
export const flattenNetwork = (network: LayersModel): LayersModel => flatten('flattenNetwork', network);

/** Calls a function with a flat network, the given one if it has no nested networks, and disposes of a copy afterwards. */
export const withFlat = <Result>(who: string, network: LayersModel, use: (flat: LayersModel) => Result): Result => {
  if (!nodesOf(who, network).some(({ outboundLayer }) => outboundLayer instanceof LayersModel)) return use(network);
  const flat = flatten(who, network);
  try {
    return use(flat);
  } finally {
    flat.dispose();
  }
};

const flatten = (who: string, network: LayersModel): LayersModel => {
  nodesOf(who, network);
  const dissolved = new Map(flatLayers(network.outputs).map(({ layer, name }) => [layer, name]));
  requireOwnNames(who, network, [...dissolved.values()]);
  return copyMetadata(network, emit(who, network, { dissolved }));
};
