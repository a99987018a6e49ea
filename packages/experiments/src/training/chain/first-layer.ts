import type { Samples } from '../../networks/input-rows.js';
import { gatherRows } from '../batches.js';
import type { ChainLayer } from './chain-layers.js';
import { layerOutputs, productOfTransposed } from './device-products.js';
import type { HostKernels } from './host-kernels.js';

/** The layer that reads the samples: nobody needs the gradient of its input. */
export interface FirstLayer {
  /** Its outputs for a batch, `[batch, units]`. */
  forward(batch: Uint32Array): Float32Array;
  /** Sets the gradient of its kernel from that of its outputs on the same batch. */
  backward(slope: Float32Array): void;
}

/** Below this share of values that are not zero, the kernels for sparse rows are faster than a plain product. */
const sparseBelow = 0.35;
const lookedAt = 1_000_000;

/** Whether few of the samples' values are other than zero. */
export const isSparse = ({ x }: Samples): boolean => {
  const looked = x.subarray(0, lookedAt);
  const other = looked.reduce((total, value) => total + (value === 0 ? 0 : 1), 0);
  return other < sparseBelow * looked.length;
};

/** The bytes that {@link createSparseLayer} takes of the kernels' memory. */
export const sparseBytes = ({ inputs, units }: Pick<ChainLayer, 'inputs' | 'units'>, size: number): number =>
  4 * (5 * inputs * size + 2 * units * size + units + inputs + size) + 1024;

/** Through the inputs that are not zero, alone: exact, since the others add nothing. */
export const createSparseLayer = (kernels: HostKernels, samples: Samples, layer: ChainLayer, size: number): FirstLayer => {
  const { inputs, units, kernel, bias, kernelGradient, isRelu } = layer;
  const x = kernels.floats(size * inputs);
  const [byRow, byColumn] = [kernels.sparse(size, inputs), kernels.sparse(inputs, size)];
  const [outputs, slopes] = [kernels.floats(size * units), kernels.floats(size * units)];
  const zeros = kernels.floats(units);
  return {
    forward(batch) {
      gatherRows(samples.x, inputs, batch, x);
      kernels.compress(x, batch.length, byRow);
      kernels.multiply(byRow, batch.length, kernel, units, bias, outputs, isRelu);
      return outputs.subarray(0, batch.length * units);
    },
    backward(slope) {
      const rows = slope.length / units;
      slopes.set(slope);
      kernels.transpose(byRow, rows, byColumn);
      kernels.multiply(byColumn, inputs, slopes, units, zeros, kernelGradient, false);
    },
  };
};

/** By products on the device. */
export const createDenseLayer = (samples: Samples, layer: ChainLayer): FirstLayer => {
  const { inputs, units, kernel, bias, kernelGradient, isRelu } = layer;
  let x: Float32Array = new Float32Array(0);
  return {
    forward(batch) {
      x = gatherRows(samples.x, inputs, batch);
      return layerOutputs({ values: x, columns: inputs }, { values: kernel, columns: units }, bias, isRelu);
    },
    backward(slope) {
      kernelGradient.set(productOfTransposed({ values: x, columns: inputs }, { values: slope, columns: units }));
    },
  };
};
