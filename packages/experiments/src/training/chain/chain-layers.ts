import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { HostKernels } from './host-kernels.js';
import type { DenseLayer } from './read-dense-chain.js';

/** A dense layer on the host: its parameters and their gradient, as views of two arrays that hold those of all layers. */
export interface ChainLayer extends DenseLayer {
  /** `[inputs, units]` */
  readonly kernel: Float32Array;
  /** Zeros where the layer has none. */
  readonly bias: Float32Array;
  readonly kernelGradient: Float32Array;
  readonly biasGradient: Float32Array;
}

/** All parameters of a chain, with what Adam keeps of them. */
export interface ChainParameters {
  readonly layers: readonly ChainLayer[];
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** Each array begins at a multiple of so many values, as the kernels want it. */
const aligned = (length: number): number => Math.ceil(length / 4) * 4;

/** The number of values of all parameters of a chain, with gaps. */
export const parameterCount = (chain: readonly DenseLayer[]): number =>
  chain.reduce((total, { inputs, units }) => total + aligned(inputs * units) + aligned(units), 0);

/** Reads the weights of a chain into the memory of the kernels. */
export const readParameters = async (chain: readonly DenseLayer[], kernels: HostKernels): Promise<ChainParameters> => {
  const count = parameterCount(chain);
  const [values, gradient, firstMoment, secondMoment] = [0, 0, 0, 0].map(() => kernels.floats(count)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  let at = 0;
  const take = (length: number): { of: (from: Float32Array) => Float32Array } => {
    const start = at;
    at += aligned(length);
    return { of: (from) => from.subarray(start, start + length) };
  };
  const layers: ChainLayer[] = [];
  for (const dense of chain) {
    const [kernel, bias] = [take(dense.inputs * dense.units), take(dense.units)];
    for (const [index, weight] of dense.layer.getWeights().entries()) {
      (index === 0 ? kernel : bias).of(values).set(await weight.data<'float32'>());
    }
    layers.push({
      ...dense,
      kernel: kernel.of(values),
      bias: bias.of(values),
      kernelGradient: kernel.of(gradient),
      biasGradient: bias.of(gradient),
    });
  }
  return { layers, values, gradient, firstMoment, secondMoment };
};

/** Makes the layers of the network hold the parameters. */
export const writeParameters = ({ layers }: ChainParameters): void => {
  tidy(() => {
    for (const { layer, kernel, bias, inputs, units } of layers) {
      const weights = [tensor(kernel.slice(), [inputs, units]), tensor(bias.slice(), [units])];
      layer.setWeights(weights.slice(0, layer.weights.length));
    }
  });
};
