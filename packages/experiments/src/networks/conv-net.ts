import { requireKnownOptions } from '@dum/errors';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { classify, convolve } from './_convolution.js';
import { type ImageShape, layerSeed, requireCounts, requireFilters, requireImages, requireSeed } from './image-network.js';

/** The shape of a convolutional network, and the seed of its weights. */
export interface ConvNetOptions {
  readonly inputShape: ImageShape;
  /** Filters of the convolutions of each stage, in order; each stage halves the image. */
  readonly filters: readonly number[];
  readonly classes: number;
  /** Convolutions of each stage; default 2. */
  readonly convolutions?: number;
  /** Whether a batch normalization follows each convolution; default false. */
  readonly batchNormalization?: boolean;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * Creates a convolutional network for images: stages of 3×3 convolutions with relu, each followed by a 2×2 max pooling; then the mean of
 * each channel and a dense softmax `head`.
 *
 * Layers are named `conv_<stage>_<place>` and `pool_<stage>`; with batch normalization a convolution has no bias, and `…_norm` and `…_relu`
 * follow it. Kernels are He-normal, the head's glorot-uniform, all seeded by `seed`. Throws `bad-input` for a shape that is not an image's,
 * a count that is not a positive integer, and images too small for the stages. Prefer `fourConvNet` to vary the width only, and
 * `residualNet` for a deeper network.
 *
 * @example
 * const network = convNet({ inputShape: [32, 32, 3], filters: [32, 64, 128], classes: 10, batchNormalization: true });
 */
export const convNet = (options: ConvNetOptions): LayersModel => {
  const who = 'convNet';
  requireKnownOptions(who, options, ['inputShape', 'filters', 'classes', 'convolutions', 'batchNormalization', 'seed']);
  const { inputShape, filters, classes, convolutions = 2, batchNormalization = false, seed = 1 } = options;
  requireFilters(who, filters);
  requireImages(who, inputShape, { halvings: filters.length });
  requireCounts(who, { classes, convolutions });
  requireSeed(who, seed);
  const images = input({ shape: [...inputShape], name: 'images' });
  let last: SymbolicTensor = images;
  let layer = 0;
  filters.forEach((width, index) => {
    const stage = index + 1;
    for (let place = 1; place <= convolutions; place++) {
      const name = `conv_${stage}_${place}`;
      last = convolve(last, { name, filters: width, kernelSize: 3, seed: layerSeed(seed, layer++), batchNormalization, relu: true });
    }
    last = layers.maxPooling2d({ name: `pool_${stage}`, poolSize: 2 }).apply(last) as SymbolicTensor;
  });
  return model({ inputs: images, outputs: classify(last, classes, layerSeed(seed, layer)) });
};
