import { LayersModel } from '@tensorflow/tfjs-layers';
import type { Layer } from './_graph.js';

/**
 * What a layer does to the units that it reads:
 * - `forms` new ones, each from many;
 * - `keeps` each element by itself;
 * - `moves` positions about and keeps channels (pooling, padding);
 * - `scales` channels and mixes positions (depthwise convolution);
 * - `entangles` units, which keep their identity, with each other (softmax, layer normalization);
 * - `joins` tensors element by element, `concatenates` them, or `reshapes` one.
 */
export type LayerKind = 'input' | 'forms' | 'keeps' | 'moves' | 'scales' | 'entangles' | 'joins' | 'concatenates' | 'reshapes';

const classes: Record<Exclude<LayerKind, 'input'>, string> = {
  forms:
    'Dense Conv1D Conv2D Conv3D Conv2DTranspose Conv3DTranspose SeparableConv2D Embedding SimpleRNN GRU LSTM RNN ConvLSTM2D TimeDistributed Bidirectional Dot',
  keeps:
    'BatchNormalization Activation ReLU LeakyReLU PReLU ELU ThresholdedReLU Rescaling Dropout SpatialDropout1D GaussianNoise GaussianDropout AlphaDropout Masking DumUnitMask',
  moves:
    'MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalAveragePooling1D GlobalAveragePooling2D ZeroPadding2D Cropping2D UpSampling2D RepeatVector Permute CenterCrop Resizing',
  scales: 'DepthwiseConv2D',
  entangles: 'Softmax LayerNormalization',
  joins: 'Add Multiply Average Maximum Minimum',
  concatenates: 'Concatenate',
  reshapes: 'Flatten Reshape',
};

const kinds = new Map<string, LayerKind>(
  Object.entries(classes).flatMap(([kind, names]) => names.split(' ').map((name): [string, LayerKind] => [name, kind as LayerKind])),
);

/** The layers that masks can stand behind and in front of, for messages. */
export const supportedLayers: readonly string[] = [...kinds.keys()].filter((name) => name !== 'DumUnitMask').sort();

/** What a layer does to units; undefined for a layer that nothing is known about. */
export const kindOf = (layer: Layer): LayerKind | undefined => {
  const name = layer.getClassName();
  if (name === 'InputLayer') return 'input';
  if (layer instanceof LayersModel) return 'forms';
  if (name === 'Activation' && isSoftmax(activationOf(layer))) return 'entangles';
  return kinds.get(name);
};

const formsUnits = /^(Dense|.*Conv\d?D(Transpose)?)$/;

/** Whether a layer is dense or a convolution: each of its units is a weighted sum of its inputs. */
export const isDenseOrConvolution = (layer: Layer): boolean => formsUnits.test(layer.getClassName());

const perUnit: readonly string[] = ['BatchNormalization', 'LayerNormalization', 'PReLU', 'DepthwiseConv2D'];

/** Whether the weights of a layer belong to one unit each, so that units keep their identity through it. */
export const isPerUnit = (layer: Layer): boolean => perUnit.includes(layer.getClassName());

const activations: readonly string[] = ['Activation', 'Softmax', 'ReLU', 'LeakyReLU', 'ELU', 'ThresholdedReLU'];

/** Whether a layer only applies a function to each unit, as an activation given to the layer before it would. */
export const isActivation = (layer: Layer): boolean => activations.includes(layer.getClassName());

const inert: readonly string[] = ['Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'Masking'];

/** Whether a layer passes on what it reads, in `predict`. */
export const isInert = (layer: Layer): boolean => inert.includes(layer.getClassName());

const nonzeroAtZero: readonly string[] = ['sigmoid', 'hardSigmoid', 'hard_sigmoid', 'softplus', 'softmax', 'logSoftmax', 'exponential'];

/** Whether a unit that is 0 everywhere before a layer, of one that keeps units, is 0 everywhere behind it. */
export const preservesZero = (layer: Layer): boolean => {
  const name = layer.getClassName();
  if (name === 'BatchNormalization') return false;
  if (name === 'Rescaling') return (layer.getConfig() as { offset?: number }).offset === 0;
  if (name === 'DepthwiseConv2D') return layer.getConfig().useBias === false && !isNonzeroAtZero(activationOf(layer));
  return name !== 'Activation' || !isNonzeroAtZero(activationOf(layer));
};

const activationOf = (layer: Layer): unknown => layer.getConfig().activation;

const isNonzeroAtZero = (activation: unknown): boolean => nonzeroAtZero.some((name) => name === activation);

const isSoftmax = (activation: unknown): boolean => activation === 'softmax' || activation === 'logSoftmax';
