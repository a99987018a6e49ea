import { LayersModel } from '@tensorflow/tfjs-layers';
import { copyMetadata } from './clone-network.js';
import { emit } from './_emit.js';
import { flatLayers } from './_flat-layers.js';
import { nodesOf, requireOwnNames } from './_graph.js';

/**
 * A copy of a network without networks in it: the layers of nested ones, called where those were called.
 *
 * It computes the same, to the bit, has the same fingerprint, and is what `insertMasks` puts masks into. A layer keeps its name; where
 * a nested one has the name of another layer, its network's name comes before it: `inner/dense`. Layers of a nested network that is
 * called several times are shared by its calls. The network given stays untouched. Throws `bad-input` as {@link cloneNetwork} does.
 *
 * @example
 * flattenNetwork(network).layers.map(({ name }) => name);
 */
export const flattenNetwork = (network: LayersModel): LayersModel => flatten('flattenNetwork', network);

/** Hands over a network without nested ones, the one given where it has none, and disposes of a copy afterwards. */
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
