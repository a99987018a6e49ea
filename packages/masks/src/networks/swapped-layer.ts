import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isInput, type Layer, type Node, nodesBehind } from './_graph.js';

/**
 * Finds a layer whose calls TensorFlow.js would silently swap on loading the saved network; undefined if there is none.
 *
 * This happens when an earlier call of a layer has to wait and a later one does not: the loader confuses its own order of calls with the
 * saved numbering.
 */
export const swappedLayer = (network: LayersModel): Layer | undefined => {
  const latest = new Map<Layer, number>();
  const early = loadingOrder(network).find(({ id, outboundLayer: layer }) => {
    const isEarlier = id < (latest.get(layer) ?? 0);
    latest.set(layer, id);
    return isEarlier;
  });
  return early?.outboundLayer;
};

/** The calls of a network in the order of the loader: as soon as their inputs exist, layer by layer in depth order. */
export const loadingOrder = (network: LayersModel): Node[] => {
  const nodes = nodesBehind(network.outputs);
  const made = new Set<Node>(nodes.filter(isInput));
  const waiting = callsByLayer(network, new Set(nodes.filter((node) => !isInput(node))));
  while (waiting.size > 0) {
    for (const [layer, calls] of waiting) {
      const later = calls.filter((call) => {
        if (!sourcesOf(call).every((source) => made.has(source))) return true;
        made.add(call);
        return false;
      });
      if (later.length === 0) waiting.delete(layer);
      else waiting.set(layer, later);
    }
  }
  return [...made];
};

const sourcesOf = ({ inboundLayers, nodeIndices }: Node): Node[] =>
  inboundLayers.map((layer, index) => layer.inboundNodes[nodeIndices[index]!]!);

const callsByLayer = (network: LayersModel, calls: ReadonlySet<Node>): Map<Layer, Node[]> =>
  new Map(
    network.layers
      .map((layer): [Layer, Node[]] => [layer, layer.inboundNodes.filter((node) => calls.has(node))])
      .filter(([, own]) => own.length > 0),
  );
