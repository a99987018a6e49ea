import { LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { isInput, type Layer, type Node, nodeOf } from './_graph.js';

/** A call of a nested network, in which tensors are looked up; undefined for the network itself. */
type Scope = { readonly call: Node; readonly outer: Scope; readonly path: string } | undefined;

/** A layer of a flattened network, and its name there. */
export interface FlatLayer {
  readonly layer: Layer;
  readonly name: string;
}

/**
 * The layers of a network and of its nested networks, in the order of the flattened network, without inputs.
 *
 * A layer keeps its name. If a nested layer has the name of another layer, its network's name is a prefix: `inner/dense`.
 */
export const flatLayers = (outputs: readonly SymbolicTensor[]): FlatLayer[] => {
  const paths = pathsOf(outputs);
  const counts = new Map<string, number>();
  for (const { name } of paths.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...paths].map(([layer, path]) => ({ layer, name: counts.get(layer.name) === 1 ? layer.name : path + layer.name }));
};

/** Each layer in network order, with the names of the networks around it. */
const pathsOf = (outputs: readonly SymbolicTensor[]): Map<Layer, string> => {
  const paths = new Map<Layer, string>();
  const seen = new Map<Scope, Set<Node>>();
  const scopes = new Map<Scope, Map<Node, Scope>>();
  const within = (call: Node, outer: Scope): Scope => {
    const known = scopes.get(outer) ?? new Map<Node, Scope>();
    scopes.set(outer, known);
    const scope = known.get(call) ?? { call, outer, path: `${outer?.path ?? ''}${call.outboundLayer.name}/` };
    known.set(call, scope);
    return scope;
  };
  const visit = (tensor: SymbolicTensor, scope: Scope): void => {
    const node = nodeOf(tensor);
    const { outboundLayer: layer } = node;
    if (isInput(node)) {
      const index = (scope?.call.outboundLayer as LayersModel | undefined)?.inputs.indexOf(tensor) ?? -1;
      if (scope !== undefined) visit(scope.call.inputTensors[index]!, scope.outer);
      return;
    }
    if (layer instanceof LayersModel) {
      visit(layer.outputs[node.outputTensors.indexOf(tensor)]!, within(node, scope));
      return;
    }
    const here = seen.get(scope) ?? new Set<Node>();
    seen.set(scope, here);
    if (here.has(node)) return;
    here.add(node);
    for (const input of node.inputTensors) visit(input, scope);
    if (!paths.has(layer)) paths.set(layer, scope?.path ?? '');
  };
  for (const output of outputs) visit(output, undefined);
  return paths;
};
