import { callOrder, checkReference, countNodes, type GraphLayer } from './call-order.js';
import { containerClasses } from './layer-classes.js';
import { layerParameters } from './layer-parameters.js';
import { layerWeights, type WeightShape } from './layer-weights.js';
import { outputShape } from './output-shape.js';
import { type Layer, referencesOf } from './read-network.js';
import { refuse } from './refuse.js';
import type { Shape } from './shape.js';

const mostParameters = 2 ** 28;

const isContainer = ({ className }: Layer): boolean => containerClasses.includes(className);
const ownNodes = (layer: Layer): number => (layer.className === 'InputLayer' || isContainer(layer) ? 1 : 0);

/** What a layer takes, gives and holds, read from its topology alone. */
export interface LayerOutline {
  /** The name of the layer. */
  readonly name: string;
  /** The class of the layer. */
  readonly className: string;
  /** The shapes of the inputs of its first call, the batch first; null where a size is known later. */
  readonly inputs: readonly (readonly (number | null)[])[];
  /** The shape of the output of that call. */
  readonly output: readonly (number | null)[];
  /** Its weights as tfjs-layers makes them, in its order; undefined for recurrent, wrapping and custom layers. */
  readonly weights: readonly WeightShape[] | undefined;
}

/** A network's layers, those of networks inside it included, and how many parameters tfjs-layers would make room for. */
export interface NetworkOutline {
  readonly layers: readonly LayerOutline[];
  readonly parameters: number;
}

const outlineLayer = (layer: Layer, given: readonly Shape[]): LayerOutline => {
  const { name, className, config } = layer;
  const inputs = given[0]!.length > 0 ? given : [(config.batchInputShape ?? []) as Shape];
  const weights = layerWeights(layer, inputs[0]!) ?? (layerParameters(layer, inputs[0]!) === 0 ? [] : undefined);
  return { name, className, inputs, output: outputShape(layer, inputs), weights };
};

/**
 * Follows the shapes through a network without making a tensor, and adds up the parameters that tfjs-layers would
 * allocate before it looks at any weight. Refuses too many, and a graph that leads nowhere.
 */
export const followNetwork = (network: Layer): NetworkOutline => {
  let total = 0;
  const layers: LayerOutline[] = [];
  const counted = new Set<Layer>();
  const count = (layer: Layer, inputs: readonly Shape[]): void => {
    if (counted.has(layer)) return;
    counted.add(layer);
    total += layerParameters(layer, inputs[0]!);
    layers.push(outlineLayer(layer, inputs));
    if (total > mostParameters) refuse(`with layer "${layer.name}" it has ${total} parameters, expected at most ${mostParameters}`);
  };

  const call = (layer: Layer, inputs: readonly Shape[]): readonly Shape[] => {
    if (isContainer(layer)) return inside(layer);
    for (const inner of layer.inner.filter(isContainer)) inside(inner);
    count(layer, inputs);
    return [outputShape(layer, inputs)];
  };

  const outputsOf = new Map<Layer, readonly Shape[]>();
  const inside = (container: Layer): readonly Shape[] => {
    const known = outputsOf.get(container) ?? (container.className === 'Sequential' ? alongSequence(container) : throughGraph(container));
    outputsOf.set(container, known);
    return known;
  };

  const alongSequence = ({ inner }: Layer): readonly Shape[] =>
    inner.reduce<readonly Shape[]>((shapes, layer) => call(layer, shapes), [[]]);

  const throughGraph = (container: Layer): readonly Shape[] => {
    const layers = new Map(container.inner.map((layer) => [layer.name, layer]));
    const graph: GraphLayer[] = container.inner.map((layer) => ({ name: layer.name, calls: layer.calls, ownNodes: ownNodes(layer) }));
    const order = callOrder(graph);
    const nodes = countNodes(graph);
    const made = new Map(container.inner.map((layer) => [layer.name, ownNodes(layer) === 1 ? [call(layer, [[]])] : []]));
    for (const { layer, inputs } of order) {
      const shapes = inputs
        .map((input) => made.get(input.layer)![input.node]!)
        .map((outputs, i) => outputs[inputs[i]!.tensor] ?? outputs[0] ?? []);
      made.get(layer)!.push(call(layers.get(layer)!, shapes));
    }
    for (const key of ['inputLayers', 'outputLayers'] as const) {
      for (const reference of referencesOf(container, key)) checkReference(reference, nodes, `${key} of network "${container.name}"`);
    }
    return referencesOf(container, 'outputLayers').map(({ layer, node, tensor }) => made.get(layer)![node]![tensor] ?? []);
  };

  inside(network);
  return { layers, parameters: total };
};
