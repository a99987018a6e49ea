import { initializers, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { emit, nodeOf } from './_emit.js';

/** The head that takes the place of the last one. */
export interface ReplaceHeadOptions {
  /** Outputs of the new head, one a class. */
  readonly units: number;
  /** Default `head`. */
  readonly name?: string;
  /** Seeds the new head's kernel; default 1. */
  readonly seed?: number;
}

/**
 * A copy of a network without its last dense layer, and the activation behind it.
 *
 * Its output is what the last dense layer read: `[batch, features]`. Throws `bad-input` for a network with several outputs, or one
 * that does not end in a dense layer.
 */
export const removeHead = (network: LayersModel): LayersModel => emit(network, { outputs: [headInput(network)] });

/**
 * A copy of a network whose last dense layer, and the activation behind it, make way for a new dense softmax head.
 *
 * Every other layer keeps its weights and its `trainable`. Throws `bad-input` for a network with several outputs, or one that does
 * not end in a dense layer.
 *
 * @example
 * const isZero = replaceHead(masked, { units: 2 });
 */
export const replaceHead = (network: LayersModel, { units, name = 'head', seed = 1 }: ReplaceHeadOptions): LayersModel => {
  const body = removeHead(network);
  const head = layers.dense({ units, name, activation: 'softmax', kernelInitializer: initializers.glorotUniform({ seed }) });
  return model({ inputs: body.inputs, outputs: head.apply(body.outputs) as SymbolicTensor, name: network.name });
};

/** The name of the dense layer that is the network's read-out. Throws as {@link removeHead} does. */
export const headOf = (network: LayersModel): layers.Layer => headTensor(network).sourceLayer;

const headInput = (network: LayersModel): SymbolicTensor => nodeOf(headTensor(network)).inputTensors[0]!;

const headTensor = (network: LayersModel): SymbolicTensor => {
  const [output, ...others] = network.outputs;
  if (others.length > 0) throw new DumError('bad-input', `removeHead: "${network.name}" has ${others.length + 1} outputs; expected one`);
  let tensor = output!;
  while (['Activation', 'Softmax'].includes(tensor.sourceLayer.getClassName())) tensor = nodeOf(tensor).inputTensors[0]!;
  if (tensor.sourceLayer.getClassName() !== 'Dense') {
    throw new DumError(
      'bad-input',
      `removeHead: "${network.name}" ends in "${tensor.sourceLayer.name}", a ${tensor.sourceLayer.getClassName()} layer; expected a Dense layer with or without an activation behind it`,
    );
  }
  return tensor;
};
