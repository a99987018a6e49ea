import { initializers, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** One convolution of an image network. */
export interface Convolution {
  readonly name: string;
  readonly filters: number;
  /** Side of the kernel. */
  readonly kernelSize: number;
  readonly strides?: number;
  readonly seed: number;
  /** Whether a batch normalization follows; the convolution has no bias then. */
  readonly batchNormalization: boolean;
  /** Whether it ends in a relu. */
  readonly relu: boolean;
}

/**
 * A convolution with `same` padding, a He-normal kernel and a relu. With batch normalization, the layers `<name>_norm` and `<name>_relu`
 * follow it.
 *
 * The moving statistics have momentum .9, so that a few hundred steps suffice.
 */
export const convolve = (
  input: SymbolicTensor,
  { name, filters, kernelSize, strides = 1, seed, batchNormalization, relu }: Convolution,
): SymbolicTensor => {
  const convolved = layers
    .conv2d({
      name,
      filters,
      kernelSize,
      strides,
      padding: 'same',
      useBias: !batchNormalization,
      activation: relu && !batchNormalization ? 'relu' : 'linear',
      kernelInitializer: initializers.heNormal({ seed }),
    })
    .apply(input) as SymbolicTensor;
  if (!batchNormalization) return convolved;
  const normalized = layers.batchNormalization({ name: `${name}_norm`, momentum: 0.9 }).apply(convolved) as SymbolicTensor;
  return relu ? (layers.activation({ name: `${name}_relu`, activation: 'relu' }).apply(normalized) as SymbolicTensor) : normalized;
};

/** The mean of each channel, followed by a dense softmax `head` with a glorot-uniform kernel. */
export const classify = (input: SymbolicTensor, classes: number, seed: number): SymbolicTensor => {
  const averaged = layers.globalAveragePooling2d({ name: 'average' }).apply(input);
  return layers
    .dense({ name: 'head', units: classes, activation: 'softmax', kernelInitializer: initializers.glorotUniform({ seed }) })
    .apply(averaged) as SymbolicTensor;
};
