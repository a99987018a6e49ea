import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { cloneNetwork } from '@dum/masks';
import { noiseKey, textKey } from '@dum/masks/noise';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { size } from '../networks/input-rows.js';

/**
 * Copies a network with random weights, as before training: kernels He-uniform, biases 0, normalizations that change nothing.
 *
 * Weights are seeded by `seed` and the name of the layer. A search over it shows what masks alone can do, without trained weights.
 */
export const randomlyInitialized = (network: LayersModel, seed: number): LayersModel => {
  const copy = cloneNetwork(network);
  for (const layer of copy.layers) {
    const isNormalization = layer.getClassName() === 'BatchNormalization';
    const initial = tidy(() =>
      layer.weights.map(({ originalName, shape }): Tensor => {
        const sizes = shape as number[];
        const key = noiseKey(seed, textKey(`${layer.name}/${originalName}`));
        if (sizes.length > 1) return tensor(uniformKernel(sizes, key), sizes);
        return tensor(new Float32Array(size(sizes)).fill(isNormalization && /gamma|variance/.test(originalName) ? 1 : 0), sizes);
      }),
    );
    layer.setWeights(initial);
    for (const weight of initial) weight.dispose();
  }
  return copy;
};

/** U(−√(6/n), √(6/n)) for n inputs of a unit. */
const uniformKernel = (shape: readonly number[], key: number): Float32Array => {
  const random = xoroshiro128plus(key);
  const limit = Math.sqrt(6 / size(shape.slice(0, -1)));
  return Float32Array.from({ length: size(shape) }, () => limit * (2 * uniformFloat64(random) - 1));
};
