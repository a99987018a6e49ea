import { concat, div, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Writes a network into one with as many layers whose hidden layers are `copies` times as wide. Each copy of a unit reads the same copy of
 * the units before it, and the head reads the mean of the copies, so the output is the same, and any one copy suffices.
 */
export const copyUnits = (network: LayersModel, wide: LayersModel, copies: number): void => {
  tidy(() => {
    const weighted = network.layers.filter((layer) => layer.weights.length > 0);
    for (const [at, layer] of weighted.entries()) {
      const isLast = at === weighted.length - 1;
      const copied = layer.getWeights().map((weight) => {
        const inputs = weight.shape.length - 2;
        if (inputs < 0) return isLast ? weight : repeat(copies, () => weight, 0);
        const blocks = Array.from({ length: at === 0 ? 1 : copies }, (_, row) =>
          isLast ? div(weight, copies) : repeat(copies, (column) => (at === 0 || row === column ? weight : zerosLike(weight)), inputs + 1),
        );
        return concat(blocks, inputs);
      });
      wide.getLayer(layer.name).setWeights(copied);
    }
  });
};

const repeat = (copies: number, of: (copy: number) => Tensor, axis: number): Tensor =>
  concat(
    Array.from({ length: copies }, (_, copy) => of(copy)),
    axis,
  );
