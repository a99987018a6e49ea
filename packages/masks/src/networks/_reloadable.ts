import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { isInput, type Layer, type Node, nodesOf } from './_graph.js';

/**
 * Refuses, by name, a layer whose calls TensorFlow.js would mix up on loading.
 *
 * The loader makes calls as soon as what they read exists, layer by layer in depth order, and takes the order of making for the saved
 * numbering. Where a layer's earlier call has to wait and a later one does not, the two are swapped, silently.
 */
export const requireReloadable = (who: string, network: LayersModel): void => {
  const waiting = callsByLayer(network, nodesOf(who, network));
  const made = new Set<Node>(nodesOf(who, network).filter(isInput));
  while (waiting.size > 0) {
    for (const [layer, calls] of waiting) {
      const later: Node[] = [];
      for (const call of calls) {
        if (!call.inboundLayers.every((inbound, index) => made.has(inbound.inboundNodes[call.nodeIndices[index]!]!))) later.push(call);
        else if (later.length === 0) made.add(call);
        else throw swapped(who, network, layer);
      }
      if (later.length === 0) waiting.delete(layer);
      else waiting.set(layer, later);
    }
  }
};

const callsByLayer = (network: LayersModel, nodes: readonly Node[]): Map<Layer, Node[]> => {
  const own = new Set(nodes.filter((node) => !isInput(node)));
  const calls = network.layers.map((layer): [Layer, Node[]] => [layer, layer.inboundNodes.filter((node) => own.has(node))]);
  return new Map(calls.filter(([, list]) => list.length > 0));
};

const swapped = (who: string, network: LayersModel, layer: Layer): DumError =>
  new DumError(
    'bad-input',
    `${who}: layer "${layer.name}" of "${network.name}" is called several times, deep calls before shallow ones, and TensorFlow.js would swap them when it loads the saved network; call it on the shallower input first`,
  );
