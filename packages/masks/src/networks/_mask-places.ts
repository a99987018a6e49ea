import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { coverageBy } from './_coverage.js';
import { isInput, type Layer, layersOf, type Node, nodeOf } from './_graph.js';
import { flowOf, preservesZero } from '../rules/per-layer.js';
import { ruleOf } from '../rules/registry.js';
import type { UnitFlow } from './unit-flow.js';

/** A flat network, its calls in network order, and the flow of its units. */
export interface UnitGraph {
  readonly network: LayersModel;
  readonly nodes: readonly Node[];
  readonly flow: UnitFlow;
}

/** The outputs of a layer, one for each call. */
export const tensorsOf = (layer: Layer, nodes: readonly Node[]): SymbolicTensor[] =>
  nodes.filter(({ outboundLayer }) => outboundLayer === layer).flatMap(({ outputTensors }) => outputTensors);

/** Whether every call of a layer makes the same units, so that one mask can follow all of them. */
export const isOnePlace = (layer: Layer, { nodes, flow }: UnitGraph): boolean => {
  const [first, ...others] = tensorsOf(layer, nodes).map(flow.unitsOf);
  return others.every((units) => units.join() === first!.join());
};

/** Whether a tensor has a unit at several positions, as a flattened convolution has each channel. */
export const isRepeated = (tensor: SymbolicTensor, { flow }: UnitGraph): boolean => {
  const units = flow.unitsOf(tensor);
  return new Set(units).size < units.length;
};

/** The tensors that formed the units of a tensor. */
const formersOf = (tensor: SymbolicTensor, { flow }: UnitGraph): SymbolicTensor[] => {
  const carriers = new Set([tensor]);
  const formers: SymbolicTensor[] = [];
  for (const carrier of carriers) {
    const node = nodeOf(carrier);
    const unmixed = isInput(node) ? [] : node.inputTensors.filter((input) => !flow.isMixed(input, node));
    if (unmixed.length === 0) formers.push(carrier);
    for (const input of unmixed) carriers.add(input);
  }
  return formers;
};

/**
 * The hidden tensor that formed some units of a tensor, if they have several positions there too because a reshape after it merges several
 * values into one channel. Undefined if they were separate when formed. Features of an input are always separate.
 */
export const gatheredFrom = (tensor: SymbolicTensor, graph: UnitGraph): SymbolicTensor | undefined =>
  formersOf(tensor, graph).find((former) => isRepeated(former, graph) && !isInput(nodeOf(former)));

/** The tensors whose units a layer mixes into new ones, or gates with each other, in network order. */
export const mixedTensors = ({ nodes, flow }: UnitGraph): SymbolicTensor[] => [
  ...new Set(
    nodes.flatMap((node) =>
      isInput(node) ? [] : node.inputTensors.filter((tensor) => flow.isMixed(tensor, node) || flowOf(node.outboundLayer) === 'gates'),
    ),
  ),
];

/**
 * The places of masks for what is read from a tensor: as early as possible with the same effect.
 *
 * That is before pooling, padding, dropout and flattening, in each part of a concatenation, and so after the last activation or
 * normalization, the join, or the layer itself that formed the units. If a reshape merges several values into one channel, it is after the
 * reshape, because they can only be dropped together.
 */
export const hoist = (tensor: SymbolicTensor, graph: UnitGraph): SymbolicTensor[] => {
  const node = nodeOf(tensor);
  const { sourceLayer: layer } = tensor;
  const flow = flowOf(layer);
  if (isInput(node)) return [tensor];
  const gathers = flow === 'reshapes' && !isRepeated(tensor, graph) && gatheredFrom(tensor, graph) !== undefined;
  const passes =
    flow === 'moves' ||
    (flow === 'reshapes' && !gathers) ||
    flow === 'concatenates' ||
    flow === 'passes' ||
    (flow === 'gates' && preservesZero(layer) === true) ||
    (node.inputTensors.length === 1 &&
      !graph.flow.isMixed(node.inputTensors[0]!, node) &&
      (isConcatenated(tensor, graph) || !isOnePlace(layer, graph)));
  return passes ? node.inputTensors.flatMap((input) => hoist(input, graph)) : [tensor];
};

/** Whether a tensor comes from a concatenation, changed unit by unit at most: no layer has formed or joined its units as a whole. */
const isConcatenated = (tensor: SymbolicTensor, graph: UnitGraph): boolean => {
  const node = nodeOf(tensor);
  const [input, ...others] = isInput(node) ? [] : node.inputTensors;
  if (flowOf(tensor.sourceLayer) === 'concatenates') return graph.flow.unitsOf(tensor).length > graph.flow.unitsOf(input!).length;
  return input !== undefined && others.length === 0 && !graph.flow.isMixed(input, node) && isConcatenated(input, graph);
};

/**
 * The layers after which masks drop the units of every dense and convolution layer that forms no output, in network order.
 *
 * A dropped unit is then 0 wherever a layer mixes it with others, after any activations and normalizations.
 */
export const hiddenPlaces = (graph: UnitGraph): Layer[] => {
  const [formed, outputs] = [hiddenComponents(graph), outputComponents(graph)];
  return placesFor(
    graph,
    (tensor, component) => !isInput(nodeOf(tensor)) && !isRepeated(tensor, graph) && formed.has(component) && !outputs.has(component),
  );
};

/** The layers after which masks drop the features of the inputs, in network order: inputs, or layers that only normalize them. */
export const inputPlaces = (graph: UnitGraph): Layer[] => {
  const [formed, outputs] = [hiddenComponents(graph), outputComponents(graph)];
  const inputs = componentsOf(graph.network.inputs, graph);
  return placesFor(
    graph,
    (tensor, component) => inputs.has(component) && !outputs.has(component) && (isInput(nodeOf(tensor)) || !formed.has(component)),
  );
};

const placesFor = (graph: UnitGraph, accepts: (tensor: SymbolicTensor, component: number) => boolean): Layer[] => {
  const { nodes, flow } = graph;
  const chosen = new Set<Layer>();
  for (const place of mixedTensors(graph).flatMap((tensor) => hoist(tensor, graph))) {
    const components = [...flow.componentsOf(place)];
    if (components.every((component) => accepts(place, component)) && !isDropped(place, [...chosen], graph)) chosen.add(place.sourceLayer);
  }
  return widest(
    layersOf(nodes).filter((layer) => chosen.has(layer)),
    graph,
  );
};

/** Whether masks after some layers already make all dropped units 0 in a tensor. */
export const isDropped = (tensor: SymbolicTensor, masked: readonly Layer[], { nodes, flow }: UnitGraph): boolean => {
  const tensors = new Set(masked.flatMap((layer) => tensorsOf(layer, nodes)));
  return [...flow.componentsOf(tensor)].every((component) => coverageBy(flow, tensors, component)(tensor) === 'zero');
};

/** The places without those that share some units, but not all, with a wider place; one mask cannot cover both. */
const widest = (layers: readonly Layer[], { nodes, flow }: UnitGraph): Layer[] => {
  const unitsOf = (layer: Layer) => flow.unitsOf(tensorsOf(layer, nodes)[0]!);
  const kept: Layer[] = [];
  for (const layer of [...layers].sort((a, b) => unitsOf(b).length - unitsOf(a).length)) {
    if (kept.every((other) => overlap(unitsOf(other), unitsOf(layer)) !== 'partial')) kept.push(layer);
  }
  return layers.filter((layer) => kept.includes(layer));
};

/** Whether two lists of units are equal, disjoint or partly shared. A list with repeats equals no other. */
export const overlap = (a: Int32Array, b: Int32Array): 'same' | 'none' | 'partial' => {
  const units = new Set(a);
  if (!b.some((unit) => units.has(unit))) return 'none';
  return units.size === a.length && a.length === b.length && a.every((unit, place) => unit === b[place]) ? 'same' : 'partial';
};

/** The components with units that a dense or convolution layer forms. */
const hiddenComponents = (graph: UnitGraph): Set<number> =>
  componentsOf(
    graph.nodes
      .filter(
        (node) =>
          ruleOf(node.outboundLayer)?.maskedByDefault === true && node.inputTensors.every((tensor) => graph.flow.isMixed(tensor, node)),
      )
      .flatMap(({ outputTensors }) => outputTensors),
    graph,
  );

const outputComponents = (graph: UnitGraph): Set<number> => componentsOf(graph.network.outputs, graph);

const componentsOf = (tensors: readonly SymbolicTensor[], { flow }: UnitGraph): Set<number> =>
  new Set(tensors.flatMap((tensor) => [...flow.componentsOf(tensor)]));
