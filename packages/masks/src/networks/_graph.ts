import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { Layer } from '../layers/layer.js';
import { requireModel } from './require-model.js';

export type { Layer };
/** One call of a layer in a graph. */
export type Node = Layer['inboundNodes'][number];

/** The call that made a symbolic tensor. */
export const nodeOf = (tensor: SymbolicTensor): Node => tensor.sourceLayer.inboundNodes[tensor.nodeIndex]!;

export const isInput = (node: Node): boolean => node.inboundLayers.length === 0;

/**
 * The calls of a graph in network order, each after those that it reads.
 *
 * The order depends on the wiring only, so a copy, a masked copy and a reloaded network have the same order.
 */
export const nodesBehind = (outputs: readonly SymbolicTensor[], stopAt: ReadonlySet<SymbolicTensor> = new Set()): Node[] => {
  const seen = new Set<Node>();
  const ordered: Node[] = [];
  const visit = (tensor: SymbolicTensor): void => {
    const node = nodeOf(tensor);
    if (stopAt.has(tensor) || seen.has(node)) return;
    seen.add(node);
    if (!isInput(node)) node.inputTensors.forEach(visit);
    ordered.push(node);
  };
  outputs.forEach(visit);
  return ordered;
};

/** The layers of calls, each once. */
export const layersOf = (nodes: readonly Node[]): Layer[] => [...new Set(nodes.map(({ outboundLayer }) => outboundLayer))];

/**
 * The calls of a whole network. Throws `bad-input`, in the name of `who`, for anything that is not a network, and for two layers with one
 * name.
 */
export const nodesOf = (who: string, network: LayersModel): Node[] => {
  requireModel(who, network);
  const nodes = nodesBehind(network.outputs);
  requireOwnNames(
    who,
    network,
    layersOf(nodes).map(({ name }) => name),
  );
  return nodes;
};

/** Refuses two layers with one name. */
export const requireOwnNames = (who: string, network: LayersModel, names: readonly string[]): void => {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice === undefined) return;
  throw new DumError(
    'bad-input',
    `${who}: two layers of "${network.name}" are called "${twice}", and such a network can't be loaded once saved; give each layer its own name`,
  );
};
