import { canonicalConfig, isObject } from './canonical-config.js';
import { followNetwork, type LayerOutline } from './follow-network.js';
import { refuseGraph, refuseNewerKeras } from './foreign-topology.js';
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

const readTopology = (modelTopology: unknown, { allow = ['DumUnitMask'] }: CheckTopologyOptions): Layer => {
  refuseGraph(modelTopology);
  refuseNewerKeras(modelTopology);
  const whole = isObject(modelTopology) ? (modelTopology.model_config ?? modelTopology) : modelTopology;
  return readNetwork(canonicalConfig(whole), allow);
};

const countLayers = ({ inner }: Layer): number => inner.reduce((sum, layer) => sum + 1 + countLayers(layer), 0);

/**
 * Refuses a topology (the JSON that `model.toJSON` gives and model.json holds) that would make TensorFlow.js build units
 * without end, or search forever for a layer that is missing.
 *
 * Accepted are the layer classes of tfjs-layers and those in `allow`; at most 2,000 layers, nested at most 8 networks
 * deep, with at most 2²⁸ parameters in all; sizes that are whole numbers of at most 2²⁰ (null for one known later);
 * finite numbers; layer names that differ within a network; references to existing layers and calls, without a circle.
 * For a graph model and a configuration of Keras 3 the message says how to convert them.
 *
 * @returns The size of the network.
 * @throws DumError 'bad-input', naming the layer and what was expected.
 * @example
 * checkTopology(JSON.parse(text).modelTopology, { allow: ['MyLayer'] });
 */
export const checkTopology = (modelTopology: unknown, options: CheckTopologyOptions = {}): TopologySize => {
  const network = readTopology(modelTopology, options);
  return { layers: countLayers(network), parameters: followNetwork(network).parameters };
};

/**
 * The layers of a network's topology with their shapes and weights, in the order of their first calls. The layers of nested
 * networks are included, those networks themselves are not. No tensor is made.
 *
 * @throws DumError 'bad-input' for what {@link checkTopology} refuses.
 * @example
 * const [first] = outlineTopology(JSON.parse(text).modelTopology);
 * first.weights; // [{ name: 'kernel', shape: [784, 300] }, { name: 'bias', shape: [300] }]
 */
export const outlineTopology = (modelTopology: unknown, options: CheckTopologyOptions = {}): readonly LayerOutline[] =>
  followNetwork(readTopology(modelTopology, options)).layers;
