import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isInput, type Layer, type Node, nodesBehind } from './_graph.js';

/**
 * A layer whose calls TensorFlow.js would swap, silently, on loading the saved network; undefined when it would load as itself.
 *
 * The loader makes calls as soon as what they read exists, layer by layer in depth order, and takes the order of making for the saved
 * numbering. It goes wrong where an earlier call of a layer has to wait and a later one does not.
 */
export const swappedLayer = (network: LayersModel): Layer | undefined => {
  const nodes = nodesBehind(network.outputs);
  const made = new Set<Node>(nodes.filter(isInput));
  const waiting = callsByLayer(network, new Set(nodes.filter((node) => !isInput(node))));
  while (waiting.size > 0) {
    for (const [layer, calls] of waiting) {
      const later: Node[] = [];
      for (const call of calls) {
        if (!sourcesOf(call).every((source) => made.has(source))) later.push(call);
        else if (later.length > 0) return layer;
        else made.add(call);
      }
      if (later.length === 0) waiting.delete(layer);
      else waiting.set(layer, later);
    }
  }
  return undefined;
};

const sourcesOf = ({ inboundLayers, nodeIndices }: Node): Node[] =>
  inboundLayers.map((layer, index) => layer.inboundNodes[nodeIndices[index]!]!);

const callsByLayer = (network: LayersModel, calls: ReadonlySet<Node>): Map<Layer, Node[]> =>
  new Map(
    network.layers
      .map((layer): [Layer, Node[]] => [layer, layer.inboundNodes.filter((node) => calls.has(node))])
      .filter(([, own]) => own.length > 0),
  );
