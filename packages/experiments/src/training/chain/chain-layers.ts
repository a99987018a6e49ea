import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Moments } from '../../optimization/moments.js';
import { type HostKernels, paddedColumns } from '../../kernels/host-kernels.js';
import type { DenseLayer } from './read-dense-chain.js';

/**
 * A dense layer on the host: its parameters and their gradient, as views of two arrays for all layers.
 *
 * Units are padded to a multiple of eight, as are inputs from a layer below; the padding is zero and stays zero.
 */
export interface TrainedDenseLayer {
  /** The offset of its parameters among those of all layers. */
  readonly start: number;
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

/** All parameters of a chain, with Adam's moments. */
export interface ChainParameters {
  readonly layers: readonly TrainedDenseLayer[];
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** The padded widths of the layers of a chain. */
export const paddedShapes = (chain: readonly DenseLayer[]): { readonly inputs: number; readonly units: number }[] =>
  chain.map(({ inputs, units }, at) => ({ inputs: at === 0 ? inputs : paddedColumns(inputs), units: paddedColumns(units) }));

/** The number of values of all parameters of a chain, padded. */
export const parameterCount = (chain: readonly DenseLayer[]): number =>
  paddedShapes(chain).reduce((total, { inputs, units }) => total + (inputs + 1) * units, 0);

/** Reads the weights of a chain into the memory of the kernels. */
export const readParameters = async (chain: readonly DenseLayer[], kernels: HostKernels): Promise<ChainParameters> => {
  const count = parameterCount(chain);
  const arrays = { values: kernels.floats(count), gradient: kernels.floats(count) };
  const layers: TrainedDenseLayer[] = [];
  let start = 0;
  for (const [index, { inputs, units }] of paddedShapes(chain).entries()) {
    const middle = start + inputs * units;
    const end = middle + units;
    layers.push({
      start,
      inputs,
      units,
      kernel: arrays.values.subarray(start, middle),
      bias: arrays.values.subarray(middle, end),
      kernelGradient: arrays.gradient.subarray(start, middle),
      biasGradient: arrays.gradient.subarray(middle, end),
      dense: chain[index]!,
    });
    start = end;
  }
  const weights = chain.flatMap(({ layer }) => layer.getWeights());
  pad(layers, await Promise.all(weights.map((weight) => weight.data<'float32'>())), arrays.values);
  return { layers, ...arrays, firstMoment: kernels.floats(count), secondMoment: kernels.floats(count) };
};

/** Writes the parameters into the layers of the network. */
export const writeParameters = ({ layers, values }: ChainParameters): void => {
  const weights = unpad(layers, values);
  tidy(() => {
    for (const { dense } of layers) {
      const { layer, inputs, units, hasBias } = dense;
      layer.setWeights([tensor(weights.shift()!, [inputs, units]), ...(hasBias ? [tensor(weights.shift()!)] : [])]);
    }
  });
};

/** The moments of each weight of the chain. */
export const readMoments = ({ layers, firstMoment, secondMoment }: ChainParameters): Moments => ({
  first: unpad(layers, firstMoment),
  second: unpad(layers, secondMoment),
});

/** Sets the moments of the parameters. */
export const writeMoments = ({ layers, firstMoment, secondMoment }: ChainParameters, moments: Moments): void => {
  pad(layers, moments.first, firstMoment);
  pad(layers, moments.second, secondMoment);
};

/** Splits an array with a value for every parameter into one for each weight, without padding. */
const unpad = (layers: readonly TrainedDenseLayer[], all: Float32Array): Float32Array[] =>
  layers.flatMap((layer) =>
    partsOf(layer, all).map(({ part, length }) => {
      const weight = new Float32Array(length);
      copyRows(part, layer.units, weight, layer.dense.units);
      return weight;
    }),
  );

/** Writes the values of each weight into an array with one for every parameter. */
const pad = (layers: readonly TrainedDenseLayer[], weights: readonly Float32Array[], all: Float32Array): void => {
  const parts = layers.flatMap((layer) => partsOf(layer, all).map(({ part }) => ({ part, layer })));
  for (const [at, { part, layer }] of parts.entries()) copyRows(weights[at]!, layer.dense.units, part, layer.units);
};

/** The kernel and the bias of a layer in an array with a value for every parameter, and their sizes without padding. */
const partsOf = ({ start, inputs, units, dense }: TrainedDenseLayer, all: Float32Array) => {
  const middle = start + inputs * units;
  const kernel = { part: all.subarray(start, middle), length: dense.inputs * dense.units };
  return [kernel, ...(dense.hasBias ? [{ part: all.subarray(middle, middle + units), length: dense.units }] : [])];
};

/** Copies rows between two matrices of different widths, up to the narrower one. */
const copyRows = (from: Float32Array, width: number, to: Float32Array, toWidth: number): void => {
  const rows = Math.min(from.length / width, to.length / toWidth);
  const shared = Math.min(width, toWidth);
  for (let row = 0; row < rows; row++) to.set(from.subarray(row * width, row * width + shared), row * toWidth);
};
