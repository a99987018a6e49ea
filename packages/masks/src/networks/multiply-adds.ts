import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Node } from './_graph.js';

const sums = /^(Dense|(Depthwise|Separable)?Conv\dD|Conv\dDTranspose)$/;

/** Multiplications with an addition that one call of a dense or convolution layer does for one sample; all else counts as 0. */
export const multiplyAddsOf = ({ outboundLayer: layer, inputTensors, outputTensors }: Node): number => {
  if (!sums.test(layer.getClassName())) return 0;
  // a transposed convolution uses its kernel once for each position that it reads
  const positions = positionsOf(layer.getClassName().endsWith('Transpose') ? inputTensors[0]! : outputTensors[0]!);
  const kernels = layer.weights.filter(({ shape }) => shape.length > 1);
  return positions * kernels.reduce((total, { shape }) => total + sizeOf(shape), 0);
};

/** The product of the sizes of a shape; one that is not fixed counts as 1. */
export const sizeOf = (shape: readonly (number | null)[]): number => shape.reduce<number>((product, size) => product * (size ?? 1), 1);

const positionsOf = ({ shape }: SymbolicTensor): number => sizeOf(shape.slice(1, -1));
