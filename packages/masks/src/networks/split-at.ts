import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { emit } from './_emit.js';
import { runFrozen } from './_freeze.js';
import { isInput, type Layer, nodeOf, nodesOf, type Node } from './_graph.js';
import { type LayerSelection, selectLayers } from './select-layers.js';

/** A network in two parts: `tail(prefix(x))` is the network. */
export interface SplitNetwork {
  /** Everything that depends on no selected layer, from the inputs of the network; undefined when the tail starts at the inputs. */
  readonly prefix: LayersModel | undefined;
  /** The selected layers and everything that depends on them; its inputs are the prefix's outputs, or the network's inputs, in order. */
  readonly tail: LayersModel;
}

/**
 * Splits a copy of a network at selected layers, into a prefix that depends on none of them and a tail.
 *
 * The prefix has an output for each tensor at the cut, including an input of the network that a late layer reads. Both parts take batches
 * of any size. Frozen layers run as in `predict` even in `fit`, and compute no gradient of a dense or conv2d kernel. The given network
 * stays untouched. Throws `bad-input` for an unknown layer, and when an output depends on none of the selected layers.
 *
 * @example
 * const { prefix, tail } = splitAt(masked.network, masked.masks.map(({ mask }) => mask.name));
 */
export const splitAt = (network: LayersModel, selection: LayerSelection): SplitNetwork => {
  const who = 'splitAt';
  const nodes = nodesOf(who, network);
  const late = tensorsBehind(nodes, new Set(selectLayers(network, selection, who)));
  const early = network.outputs.find((tensor) => !late.has(tensor));
  if (early !== undefined) {
    throw new DumError(
      'bad-input',
      `${who}: the output of "${early.sourceLayer.name}" depends on none of the selected layers; select layers that every output of "${network.name}" passes`,
    );
  }
  const cut = cutTensors(nodes, late);
  if (cut.every((tensor) => isInput(nodeOf(tensor)))) {
    return { prefix: undefined, tail: emit(who, network, { anyBatch: true, onCopy: runFrozen }) };
  }
  return {
    prefix: emit(who, network, { outputs: cut, anyBatch: true, onCopy: runFrozen }),
    tail: emit(who, network, { cut, onCopy: runFrozen }),
  };
};

/** The outputs of selected layers, and all tensors that depend on them. */
const tensorsBehind = (nodes: readonly Node[], selected: ReadonlySet<Layer>): Set<SymbolicTensor> => {
  const late = new Set<SymbolicTensor>();
  for (const { outboundLayer, inputTensors, outputTensors } of nodes) {
    if (selected.has(outboundLayer) || inputTensors.some((tensor) => late.has(tensor))) {
      for (const tensor of outputTensors) late.add(tensor);
    }
  }
  return late;
};

/** The tensors at the cut: early ones that late calls read, and inputs that are late themselves. */
const cutTensors = (nodes: readonly Node[], late: ReadonlySet<SymbolicTensor>): SymbolicTensor[] => {
  const lateNodes = nodes.filter(({ outputTensors }) => outputTensors.some((tensor) => late.has(tensor)));
  return [
    ...new Set(lateNodes.flatMap((node) => (isInput(node) ? node.outputTensors : node.inputTensors.filter((tensor) => !late.has(tensor))))),
  ];
};
