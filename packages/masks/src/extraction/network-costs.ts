import { LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { UnitMask } from '../layers/unit-mask.js';
import { type Layer, nodesBehind } from '../networks/calls.js';

/** What a network costs to keep and to run. */
export interface Costs {
  /** Values of all weights and statistics. */
  readonly parameters: number;
  /** Of the weights, as they lie in memory and in a file: 4 a value. */
  readonly bytes: number;
  /** Multiplications with an addition that dense and convolution layers do for one sample; all else counts as 0. */
  readonly multiplyAdds: number;
}

/**
 * The parameters, bytes and multiply-adds of a network; masks count nothing, and a shared layer's parameters count once.
 *
 * @example
 * networkCosts(mlp({ inputs: 784, hidden: [300, 100], classes: 10 })).multiplyAdds; // 266200
 */
export const networkCosts = (network: LayersModel): Costs => {
  const layers = new Set<Layer>();
  const multiplyAdds = walk(network, layers);
  const values = [...layers].flatMap(({ weights }) => weights.map(({ shape }) => sizeOf(shape)));
  const parameters = values.reduce((sum, count) => sum + count, 0);
  return { parameters, bytes: 4 * parameters, multiplyAdds };
};

const sums = /^(Dense|(Depthwise|Separable)?Conv\dD|Conv\dDTranspose)$/;

const walk = ({ outputs }: LayersModel, layers: Set<Layer>): number => {
  let total = 0;
  for (const { outboundLayer: layer, inputTensors, outputTensors } of nodesBehind(outputs)) {
    if (layer instanceof UnitMask) continue;
    if (layer instanceof LayersModel) {
      total += walk(layer, layers);
      continue;
    }
    layers.add(layer);
    if (!sums.test(layer.getClassName())) continue;
    // a transposed convolution uses its kernel once for each position that it reads
    const positions = positionsOf(layer.getClassName().endsWith('Transpose') ? inputTensors[0]! : outputTensors[0]!);
    for (const { shape } of layer.weights) if (shape.length > 1) total += positions * sizeOf(shape);
  }
  return total;
};

const positionsOf = ({ shape }: SymbolicTensor): number => sizeOf(shape.slice(1, -1));

const sizeOf = (shape: readonly (number | null)[]): number => shape.reduce<number>((product, size) => product * (size ?? 1), 1);
