import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { isInput, type Layer, layersOf, type Node, nodeOf } from './_graph.js';
import { isDenseOrConvolution, isPerUnit } from './_layer-kinds.js';

/** The dense and convolution layers that don't form an output of the network by themselves, in network order. */
export const hiddenLayers = (who: string, network: LayersModel, nodes: readonly Node[]): Layer[] => {
  const candidates = layersOf(nodes).filter(isDenseOrConvolution);
  const last = outputLayers(network.outputs);
  const hidden = candidates.filter((layer) => !last.has(layer));
  if (hidden.length > 0) return hidden;
  throw new DumError(
    'bad-input',
    `${who}: "${network.name}" has ${candidates.length} dense or convolution layers, none of them before the last; expected a hidden one, or name the layers to mask`,
  );
};

/** The layers with weights that an output reaches back to, through layers that only transform what they made. */
const outputLayers = (outputs: readonly SymbolicTensor[]): Set<Layer> => {
  const found = new Set<Layer>();
  const visit = (tensor: SymbolicTensor): void => {
    const { sourceLayer: layer } = tensor;
    const node = nodeOf(tensor);
    if (isInput(node)) return;
    if (layer.weights.length > 0 && (isDenseOrConvolution(layer) || !isPerUnit(layer))) found.add(layer);
    else node.inputTensors.forEach(visit);
  };
  outputs.forEach(visit);
  return found;
};
