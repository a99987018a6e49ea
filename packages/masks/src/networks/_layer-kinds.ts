import type { Layer } from './_graph.js';

const formsUnits = /^(Dense|.*Conv\d?D(Transpose)?)$/;

/** Whether a layer is dense or a convolution: each of its units is a weighted sum of its inputs. */
export const isDenseOrConvolution = (layer: Layer): boolean => formsUnits.test(layer.getClassName());

const perUnit: readonly string[] = ['BatchNormalization', 'LayerNormalization', 'PReLU', 'DepthwiseConv2D'];

/** Whether the weights of a layer belong to one unit each, so that units keep their identity through it. */
export const isPerUnit = (layer: Layer): boolean => perUnit.includes(layer.getClassName());

const activations: readonly string[] = ['Activation', 'Softmax', 'ReLU', 'LeakyReLU', 'ELU', 'ThresholdedReLU'];

/** Whether a layer only applies a function to each unit, as an activation given to the layer before it would. */
export const isActivation = (layer: Layer): boolean => activations.includes(layer.getClassName());
