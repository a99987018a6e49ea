import { initializers, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { arrayOf, DumError, requireKnownOptions, requireOptions } from '@dum/errors';
import { noiseKey } from '@dum/masks/noise';
import { requireBackend } from './require-backend.js';

/** The shape of a multilayer perceptron, and the seed of its weights. */
export interface MlpOptions {
  /** Inputs of one sample. */
  readonly inputs: number;
  /** Units of each hidden layer, in order. */
  readonly hidden: readonly number[];
  readonly classes: number;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * Creates a multilayer perceptron: dense relu layers named `dense_<units>` and a softmax `head`, glorot-uniform kernels, zero biases.
 *
 * A second layer of the same width is named `dense_<units>_2`. Throws `bad-input` for a width that is not a positive integer.
 *
 * @example
 * const network = mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed: 1 });
 */
export const mlp = (options: MlpOptions): Sequential => {
  requireKnownOptions('mlp', options, ['inputs', 'hidden', 'classes', 'seed']);
  const { inputs, hidden, classes, seed = 1 } = options;
  requireOptions('mlp', { hidden }, { hidden: arrayOf('the units of each hidden layer, such as [300, 100]') });
  for (const width of [inputs, ...hidden, classes]) {
    if (!Number.isInteger(width) || width < 1 || width > 2 ** 20) {
      throw new DumError('bad-input', `mlp: a width is ${width}; expected integers from 1 to ${2 ** 20}, such as hidden: [300, 100]`);
    }
  }
  requireBackend('mlp');
  const network = sequential();
  const widths = [...hidden, classes];
  widths.forEach((units, index) => {
    const isHead = index === hidden.length;
    const repeat = hidden.slice(0, index).filter((width) => width === units).length;
    network.add(
      layers.dense({
        units,
        name: isHead ? 'head' : `dense_${units}${repeat === 0 ? '' : `_${repeat + 1}`}`,
        activation: isHead ? 'softmax' : 'relu',
        kernelInitializer: initializers.glorotUniform({ seed: noiseKey(seed, index) >>> 1 || 1 }),
        ...(index === 0 ? { inputShape: [inputs] } : {}),
      }),
    );
  });
  return network;
};
