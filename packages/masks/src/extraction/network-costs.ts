import { LayersModel } from '@tensorflow/tfjs-layers';
import { UnitMask } from '../layers/unit-mask.js';
import { type Layer, multiplyAddsOf, nodesBehind } from '../networks/calls.js';
import { requireModel } from '../networks/require-model.js';
import { sizeOf } from '../size-of.js';

/** The size and the work of a network. */
export interface Costs {
  /** Values of all weights and statistics. */
  readonly parameters: number;
  /** The size of the weights in memory and in a file: 4 bytes for each value. */
  readonly bytes: number;
  /** The multiply-adds of dense and convolution layers for one sample; other layers count as 0. */
  readonly multiplyAdds: number;
}

/**
 * Counts the parameters, bytes and multiply-adds of a network. Masks do not count, and a shared layer's parameters count once.
 *
 * @example
 * networkCosts(mlp({ inputs: 784, hidden: [300, 100], classes: 10 })).multiplyAdds; // 266200
 */
export const networkCosts = (network: LayersModel): Costs => {
  requireModel('networkCosts', network);
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
