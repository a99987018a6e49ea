import type { layers, LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Wiring } from '../mask-set/summary.js';
import { isInput, nodeOf, nodesOf } from './_emit.js';

/**
 * The weighted layers of a network, each with the masked layers before and behind it, for counting parameters.
 *
 * `masked` names the masked layers. A layer whose inputs come from several layers, or from none that is masked, counts all inputs.
 *
 * @example
 * summarizeMasks(found, traceWiring(network, ['dense_300', 'dense_100']));
 */
export const traceWiring = (network: LayersModel, masked: readonly string[]): Wiring[] =>
  nodesOf(network)
    .filter(({ outboundLayer }) => outboundLayer.weights.length > 0)
    .map(({ outboundLayer, inputTensors }) => {
      const [kernel, bias] = outboundLayer.weights.map((weight) =>
        weight.shape.reduce<number>((product, size) => product * (size ?? 1), 1),
      );
      const inputs = maskedSource(inputTensors, masked);
      return {
        layer: outboundLayer.name,
        kernelParameters: kernel!,
        biasParameters: bias ?? 0,
        ...(inputs === undefined ? {} : { inputs }),
        ...(masked.includes(outboundLayer.name) ? { outputs: outboundLayer.name } : {}),
      };
    });

const maskedSource = (tensors: readonly SymbolicTensor[], masked: readonly string[]): string | undefined => {
  const [tensor, ...others] = tensors;
  if (tensor === undefined || others.length > 0) return undefined;
  const layer: layers.Layer = tensor.sourceLayer;
  if (masked.includes(layer.name)) return layer.name;
  const node = nodeOf(tensor);
  return isInput(node) || layer.weights.length > 0 ? undefined : maskedSource(node.inputTensors, masked);
};
