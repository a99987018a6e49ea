import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { activationOf, isDense, isOnlyBehind, isReluOrLinear } from '../../networks/dense-layers.js';
import { readsAtOnce } from '../../networks/reads-at-once.js';

/** A trainable dense layer of a chain. */
export interface DenseLayer {
  readonly inputs: number;
  readonly units: number;
  readonly isRelu: boolean;
  readonly hasBias: boolean;
  readonly layer: layers.Layer;
}

/**
 * The layers of a network that is dense, dense, …, dense and nothing else: linear or relu, the last a softmax; undefined for any other.
 *
 * Undefined too when a layer is frozen, and on backends whose results can't be read at once, since a chain is computed on the host but
 * for its larger products.
 */
export const readDenseChain = (network: LayersModel): DenseLayer[] | undefined => {
  if (!readsAtOnce()) return undefined;
  const layers = network.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const last = layers.at(-1)!;
  const isChain =
    network.inputs[0]!.shape.length === 2 &&
    network.outputs.length === 1 &&
    network.outputs[0]!.sourceLayer === last &&
    layers.every((layer, at) => isPlain(layer) && isOnlyBehind(layer, layers[at - 1] ?? network.inputs[0]!.sourceLayer)) &&
    layers.every((layer) => (layer === last ? activationOf(layer) === 'softmax' : isReluOrLinear(layer)));
  if (!isChain) return undefined;
  return layers.map((layer) => {
    const [inputs, units] = layer.weights[0]!.shape as [number, number];
    return { inputs, units, isRelu: activationOf(layer) === 'relu', hasBias: layer.weights.length === 2, layer };
  });
};

const isPlain = (layer: layers.Layer): boolean => isDense(layer) && layer.trainableWeights.length === layer.weights.length;
