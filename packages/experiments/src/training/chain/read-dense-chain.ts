import type { layers, LayersModel } from '@tensorflow/tfjs-layers';
import { readsAtOnce } from '@dum/masks';
import { activationOf, isDense, isOnlyBehind, isReluOrLinear } from '../../networks/dense-layers.js';

/** A trainable dense layer of a chain. */
export interface DenseLayer {
  readonly inputs: number;
  readonly units: number;
  readonly isRelu: boolean;
  readonly hasBias: boolean;
  readonly layer: layers.Layer;
}

/**
 * The layers of a network of dense layers only, linear or relu, with a softmax at the end as the activation of the last dense layer or
 * as a separate layer; undefined for any other network.
 *
 * Also undefined when a layer is frozen, and on backends whose results can't be read synchronously, because a chain is computed on the
 * host except for its larger products.
 */
export const readDenseChain = (network: LayersModel): DenseLayer[] | undefined => {
  if (!readsAtOnce()) return undefined;
  const all = network.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const last = all.at(-1)!;
  const dense = isSoftmaxLayer(last) ? all.slice(0, -1) : all;
  const head = dense.at(-1);
  const isChain =
    network.inputs[0]!.shape.length === 2 &&
    network.outputs.length === 1 &&
    network.outputs[0]!.sourceLayer === last &&
    all.every((layer, at) => isOnlyBehind(layer, all[at - 1] ?? network.inputs[0]!.sourceLayer)) &&
    dense.every(isPlain) &&
    dense.every((layer) => (layer === head ? activationOf(layer) === (head === last ? 'softmax' : 'linear') : isReluOrLinear(layer)));
  if (!isChain || head === undefined) return undefined;
  return dense.map((layer) => {
    const [inputs, units] = layer.weights[0]!.shape as [number, number];
    return { inputs, units, isRelu: activationOf(layer) === 'relu', hasBias: layer.weights.length === 2, layer };
  });
};

const isPlain = (layer: layers.Layer): boolean => isDense(layer) && layer.trainableWeights.length === layer.weights.length;

/** Whether a layer is only a softmax over the last axis, such as the one that `extractSubnetwork` adds after logits. */
const isSoftmaxLayer = (layer: layers.Layer): boolean =>
  (layer.getClassName() === 'Activation' && activationOf(layer) === 'softmax') ||
  (layer.getClassName() === 'Softmax' && [undefined, -1, 1].includes(layer.getConfig().axis as number | undefined));
