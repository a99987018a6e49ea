import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { HostKernels } from './host-kernels.js';
import type { DenseLayer } from './read-dense-chain.js';

/**
 * A dense layer on the host: its parameters and their gradient, as views of two arrays that hold those of all layers.
 *
 * Units are padded to a multiple of four, and so are the inputs from a layer below; what is padded is zero and stays so.
 */
export interface ChainLayer {
  readonly inputs: number;
  readonly units: number;
  /** `[inputs, units]` */
  readonly kernel: Float32Array;
  /** Zeros where the layer has none. */
  readonly bias: Float32Array;
  readonly kernelGradient: Float32Array;
  readonly biasGradient: Float32Array;
  /** Without the padding. */
  readonly dense: DenseLayer;
}

/** All parameters of a chain, with what Adam keeps of them. */
export interface ChainParameters {
  readonly layers: readonly ChainLayer[];
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** The next multiple of four. */
export const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** The padded widths of the layers of a chain. */
export const paddedShapes = (chain: readonly DenseLayer[]): { readonly inputs: number; readonly units: number }[] =>
  chain.map(({ inputs, units }, at) => ({ inputs: at === 0 ? inputs : padded(inputs), units: padded(units) }));

/** The number of values of all parameters of a chain, padded. */
export const parameterCount = (chain: readonly DenseLayer[]): number =>
  paddedShapes(chain).reduce((total, { inputs, units }) => total + (inputs + 1) * units, 0);

/** Reads the weights of a chain into the memory of the kernels. */
export const readParameters = async (chain: readonly DenseLayer[], kernels: HostKernels): Promise<ChainParameters> => {
  const count = parameterCount(chain);
  const arrays = { values: kernels.floats(count), gradient: kernels.floats(count) };
  const layers: ChainLayer[] = [];
  let start = 0;
  for (const [index, { inputs, units }] of paddedShapes(chain).entries()) {
    const middle = start + inputs * units;
    const end = middle + units;
    const layer = {
      inputs,
      units,
      kernel: arrays.values.subarray(start, middle),
      bias: arrays.values.subarray(middle, end),
      kernelGradient: arrays.gradient.subarray(start, middle),
      biasGradient: arrays.gradient.subarray(middle, end),
      dense: chain[index]!,
    };
    for (const [weight, found] of layer.dense.layer.getWeights().entries()) {
      copyRows(await found.data<'float32'>(), layer.dense.units, weight === 0 ? layer.kernel : layer.bias, units);
    }
    layers.push(layer);
    start = end;
  }
  return { layers, ...arrays, firstMoment: kernels.floats(count), secondMoment: kernels.floats(count) };
};

/** Makes the layers of the network hold the parameters. */
export const writeParameters = ({ layers }: ChainParameters): void => {
  tidy(() => {
    for (const { kernel, bias, units, dense } of layers) {
      const [weights, biases] = [new Float32Array(dense.inputs * dense.units), new Float32Array(dense.units)];
      copyRows(kernel, units, weights, dense.units);
      copyRows(bias, units, biases, dense.units);
      const both = [tensor(weights, [dense.inputs, dense.units]), tensor(biases)];
      dense.layer.setWeights(dense.hasBias ? both : both.slice(0, 1));
    }
  });
};

/** Copies the rows that two matrices of other widths have in common, as far as the narrower one goes. */
const copyRows = (from: Float32Array, width: number, to: Float32Array, toWidth: number): void => {
  const rows = Math.min(from.length / width, to.length / toWidth);
  const shared = Math.min(width, toWidth);
  for (let row = 0; row < rows; row++) to.set(from.subarray(row * width, row * width + shared), row * toWidth);
};
