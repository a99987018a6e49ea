import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { emit, isInput, nodesOf } from './_emit.js';
import { type LayerSelection, selectLayers } from './select-layers.js';
import { unfuseFrozen } from './unfuse-frozen.js';

/** A network in two parts: `tail(prefix(x))` is the network. */
export interface SplitNetwork {
  /** Everything that depends on no selected layer; undefined when the tail starts at the inputs. */
  readonly prefix: LayersModel | undefined;
  /** The selected layers and everything that depends on them; its inputs are the prefix's outputs, in order. */
  readonly tail: LayersModel;
}

/**
 * Splits a copy of a network at the layers selected: what depends on none of them, and the rest.
 *
 * Frozen dense and conv2d layers of the tail compute no gradient of their kernels. The network given stays untouched. Throws
 * `bad-input` for an unknown layer, and when an output depends on none of the selected layers.
 */
export const splitAt = (network: LayersModel, selection: LayerSelection): SplitNetwork => {
  const selected = new Set(selectLayers(network, selection));
  const nodes = nodesOf(network);
  const late = new Set<SymbolicTensor>();
  for (const node of nodes) {
    if (selected.has(node.outboundLayer) || (!isInput(node) && node.inputTensors.some((tensor) => late.has(tensor)))) {
      for (const tensor of node.outputTensors) late.add(tensor);
    }
  }
  if (network.outputs.some((tensor) => !late.has(tensor))) {
    throw new DumError(
      'bad-input',
      `splitAt: an output of "${network.name}" depends on none of the selected layers; select layers that every output passes`,
    );
  }
  const lateNodes = nodes.filter(({ outputTensors }) => outputTensors.some((tensor) => late.has(tensor)));
  const cut = [...new Set(lateNodes.flatMap((node) => (isInput(node) ? [] : node.inputTensors.filter((tensor) => !late.has(tensor)))))];
  const startsAtInputs = cut.every((tensor) => tensor.sourceLayer.inboundNodes.every(isInput));
  return {
    prefix: startsAtInputs ? undefined : emit(network, { outputs: cut }),
    tail: emit(network, { cut, onClone: unfuseFrozen }),
  };
};
