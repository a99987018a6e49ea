import { canonicalConfig, isObject } from './canonical-config.js';
import { countParameters } from './network-parameters.js';
import { type Layer, readNetwork } from './read-network.js';

/** What a topology may hold beyond the layers of tfjs-layers. */
export interface CheckTopologyOptions {
  /** Class names of custom layers. Default: the mask layer of `@dum/masks`. */
  readonly allow?: readonly string[];
}

/** How large a network is, read from its topology alone. */
export interface TopologySize {
  /** Layers, those inside other layers and networks included. */
  readonly layers: number;
  /** Parameters that tfjs-layers makes room for when it builds the network. */
  readonly parameters: number;
}

const countLayers = ({ inner }: Layer): number => inner.reduce((sum, layer) => sum + 1 + countLayers(layer), 0);

/**
 * Refuses a network's topology (the JSON that `model.toJSON` gives and model.json holds) that TensorFlow.js must not
 * see: it would build units without end, or look for ever for a layer that is not there.
 *
 * Accepted are the layer classes of tfjs-layers and those in `allow`; at most 2,000 layers, nested at most 8 networks
 * deep, with at most 2²⁸ parameters in all; sizes that are whole numbers of at most 2²⁰ (null for one known later);
 * finite numbers; layer names that differ within a network; references to layers and calls that are there, and in no
 * circle.
 *
 * @returns The size of the network.
 * @throws DumError 'bad-input', naming the layer and what was expected.
 * @example
 * checkTopology(JSON.parse(text).modelTopology, { allow: ['MyLayer'] });
 */
export const checkTopology = (modelTopology: unknown, { allow = ['DumUnitMask'] }: CheckTopologyOptions = {}): TopologySize => {
  const whole = isObject(modelTopology) ? (modelTopology.model_config ?? modelTopology) : modelTopology;
  const network = readNetwork(canonicalConfig(whole), allow);
  return { layers: countLayers(network), parameters: countParameters(network) };
};
