import { LayersModel } from '@tensorflow/tfjs-layers';
import { UnitMask } from '../layers/unit-mask.js';
import { type Layer, multiplyAddsOf, nodesBehind } from '../networks/calls.js';
import { sizeOf } from '../size-of.js';

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

const walk = ({ outputs }: LayersModel, layers: Set<Layer>): number => {
  let total = 0;
  for (const call of nodesBehind(outputs)) {
    const { outboundLayer: layer } = call;
    if (layer instanceof UnitMask) continue;
    if (layer instanceof LayersModel) {
      total += walk(layer, layers);
      continue;
    }
    layers.add(layer);
    total += multiplyAddsOf(call);
  }
  return total;
};
