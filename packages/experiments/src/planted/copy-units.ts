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
      const [kernel, bias] = layer.getWeights();
      const isLast = at === weighted.length - 1;
      const inputs = kernel!.shape.length - 2;
      const blocks = Array.from({ length: at === 0 ? 1 : copies }, (_, row) =>
        isLast ? div(kernel!, copies) : repeat(copies, (column) => (at === 0 || row === column ? kernel! : zerosLike(kernel!)), inputs + 1),
      );
      wide.getLayer(layer.name).setWeights([concat(blocks, inputs), isLast ? bias! : repeat(copies, () => bias!, 0)]);
    }
  });
};

const repeat = (copies: number, of: (copy: number) => Tensor, axis: number): Tensor =>
  concat(
    Array.from({ length: copies }, (_, copy) => of(copy)),
    axis,
  );
