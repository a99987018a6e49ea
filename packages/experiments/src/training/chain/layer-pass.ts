import type { TrainedDenseLayer } from './chain-layers.js';
import { createDeviceProducts, createHostProducts, hostProductBytes, isForDevice } from './dense-products.js';
import type { HostKernels } from '../../kernels/host-kernels.js';

/** Runs one layer forward and backward on batches of one size. */
export interface LayerPass {
  /** `[size, inputs]` */
  readonly inputs: Float32Array;
  /** `[size, units]` */
  readonly outputs: Float32Array;
  /** The gradient of the outputs, before the activation. */
  readonly slopes: Float32Array;
  forward(): void;
  /** Sets the gradients of the layer's parameters from the slopes. */
  backward(): void;
  /** Sets the slopes of the layer below, whose outputs are the inputs here. */
  backwardTo(below: LayerPass, isRelu: boolean): void;
}

type Shape = Pick<TrainedDenseLayer, 'inputs' | 'units'>;

/** Below this share of nonzero inputs, visiting only those is faster. */
const sparseBelow = 0.5;

/** The bytes that {@link createLayerPass} takes of the kernels' memory. */
export const layerPassBytes = (shape: Shape, size: number): number =>
  4 * (5 * size * shape.inputs + 2 * size * shape.units + size + shape.inputs + shape.units) + hostProductBytes(shape, size) + 1024;

/**
 * Computes a layer on the outputs of the one below, or on its own inputs.
 *
 * Where most inputs of a batch are zero, products visit the nonzero inputs only, which is exact.
 */
export const createLayerPass = (kernels: HostKernels, layer: TrainedDenseLayer, size: number, below?: LayerPass): LayerPass => {
  const { inputs: width, units, kernel, bias, kernelGradient, biasGradient, dense } = layer;
  const inputs = below?.outputs ?? kernels.floats(size * width);
  const [outputs, slopes, zeros] = [kernels.floats(size * units), kernels.floats(size * units), kernels.floats(units)];
  const [byRow, byColumn] = [kernels.sparse(size, width), kernels.sparse(width, size)];
  const products = isForDevice(layer, size) ? createDeviceProducts(layer) : createHostProducts(kernels, layer, size);
  let isSparse = false;
  return {
    inputs,
    outputs,
    slopes,
    forward() {
      isSparse = kernels.compress(inputs, width, byRow) < sparseBelow * inputs.length;
      if (!isSparse) products.forward(inputs, outputs);
      else kernels.multiplySparse(byRow, kernel, { out: outputs, rows: size, columns: units, bias, isRelu: dense.isRelu });
    },
    backward() {
      if (dense.hasBias) kernels.sumRows(slopes, biasGradient);
      if (!isSparse) {
        products.kernelGradient(inputs, slopes);
        return;
      }
      kernels.transpose(byRow, size, width, byColumn);
      kernels.multiplySparse(byColumn, slopes, { out: kernelGradient, rows: width, columns: units, bias: zeros, isRelu: false });
    },
    backwardTo(lower, isRelu) {
      products.inputGradient(slopes, lower.slopes);
      if (isRelu) kernels.gate(lower.slopes, inputs);
    },
  };
};
