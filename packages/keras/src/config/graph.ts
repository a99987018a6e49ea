import { refuse } from '../refusal/refuse.js';
import { type Call, readCalls, readReferences, type TensorReference } from './calls.js';
import { isList, isObject, type Json } from './json.js';
import { type KerasLayer, readLayer } from './keras-layer.js';

/** A layer of a network with its calls. */
export interface GraphNode {
  readonly layer: KerasLayer;
  readonly calls: readonly Call[];
}

/** A network as a graph; a Sequential is converted to one. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
}

const layersOf = ({ name, config, generation }: KerasLayer): readonly KerasLayer[] => {
  const { layers } = config;
  if (!isList(layers)) return refuse(`has no list of layers in network "${name}"`);
  return layers.map((layer, i) => readLayer(layer, `layer ${i} of network "${name}"`, generation));
};

const shapeTaken = (layer: KerasLayer | undefined): Json => {
  if (layer === undefined) return null;
  const own = layer.config.batch_input_shape ?? layer.config.batch_shape ?? null;
  if (own !== null || layer.kind !== 'network' || !isList(layer.config.layers)) return own ?? layer.builtFor;
  return layer.config.layers.length === 0 ? null : (shapeTaken(layersOf(layer)[0]) ?? layer.builtFor);
};

const withInput = (network: KerasLayer, layers: readonly KerasLayer[]): readonly KerasLayer[] => {
  const [first] = layers;
  if (first?.className === 'InputLayer') return layers;
  const shape = shapeTaken(first) ?? network.builtFor ?? first?.builtFor ?? null;
  if (shape === null)
    return refuse(`has a Sequential "${network.name}" that was never built; call it once, or give it an Input, and save it again`);
  const config = { name: `${network.name}_input`, batch_shape: shape };
  return [readLayer({ class_name: 'InputLayer', config }, `the input of "${network.name}"`, network.generation), ...layers];
};

const sequence = (network: KerasLayer): Graph => {
  const layers = withInput(network, layersOf(network));
  const tensors = layers.map(({ name }): TensorReference => [name, 0, 0]);
  return {
    nodes: layers.map((layer, i) => ({ layer, calls: i === 0 ? [] : [{ inputs: [tensors[i - 1]!], rest: [] }] })),
    inputs: tensors.slice(0, 1),
    outputs: tensors.slice(-1),
  };
};

const functional = (network: KerasLayer): Graph => ({
  nodes: layersOf(network).map((layer) => ({ layer, calls: readCalls(layer.inboundNodes, layer.name) })),
  inputs: readReferences(network.config.input_layers, `the inputs of "${network.name}"`),
  outputs: readReferences(network.config.output_layers, `the outputs of "${network.name}"`),
});

/**
 * Counts the calls of nested networks from 1, as Keras 2 and TensorFlow.js do, which count the building of the network as a call. Keras 3
 * counts from 0, except for the outputs of a functional network, which it counts from 1.
 */
const countFromOne = ({ nodes, inputs, outputs }: Graph): Graph => {
  const newer = nodes.filter(({ layer: { kind, generation } }) => kind === 'network' && generation === 3);
  const called = new Set(newer.map(({ layer }) => layer.name));
  const given = new Set(newer.filter(({ layer }) => layer.className === 'Sequential').map(({ layer }) => layer.name));
  const moved = (references: readonly TensorReference[], which: ReadonlySet<string>): readonly TensorReference[] =>
    references.map(([layer, call, tensor]) => [layer, which.has(layer) ? call + 1 : call, tensor]);
  return {
    nodes: nodes.map(({ layer, calls }) => ({ layer, calls: calls.map((call) => ({ ...call, inputs: moved(call.inputs, called) })) })),
    inputs,
    outputs: moved(outputs, given),
  };
};

const refuseTwins = (nodes: readonly GraphNode[], network: string): void => {
  const seen = new Set<string>();
  for (const { layer } of nodes) {
    if (seen.has(layer.name)) refuse(`has two layers named "${layer.name}" in network "${network}"`);
    seen.add(layer.name);
  }
};

/** Reads a Keras network of either kind, Sequential or Functional, with its layers and their calls. */
export const readGraph = (network: KerasLayer): Graph => {
  const graph = countFromOne(network.className === 'Sequential' ? sequence(network) : functional(network));
  refuseTwins(graph.nodes, network.name);
  return graph;
};

const mostLayers = 2000;

/** Refuses a network of too many layers before reading any of them. */
export const refuseTooMany = (value: Json): void => {
  let count = 0;
  const walk = (item: Json): void => {
    if (isList(item)) item.forEach(walk);
    else if (isObject(item)) {
      if (isList(item.layers)) count += item.layers.length;
      Object.values(item).forEach(walk);
    }
  };
  walk(value);
  if (count > mostLayers) refuse(`has ${count} layers, expected at most ${mostLayers}`);
};
