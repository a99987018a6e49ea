import { requireKnownOptions } from '@dum/errors';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { classify, type Convolution, convolve } from './_convolution.js';
import { type ImageShape, layerSeed, requireCounts, requireFilters, requireImages, requireSeed } from './image-network.js';

/** The shape of a residual network, and the seed of its weights. */
export interface ResidualNetOptions {
  readonly inputShape: ImageShape;
  /** Filters of each stage, in order; each stage but the first halves the image. */
  readonly filters: readonly number[];
  readonly classes: number;
  /** Residual blocks of each stage; default 1. */
  readonly blocks?: number;
  /** Whether a batch normalization follows each convolution; default true. */
  readonly batchNormalization?: boolean;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * Creates a small residual network for images: a 3×3 convolution `stem`, then stages of blocks relu(x + conv(relu(conv(x)))), then the mean
 * of each channel and a dense softmax `head`. He et al. 2016 (arXiv 1512.03385), with a 1×1 convolution where a block changes the shape.
 *
 * Layers are named `conv_<stage>_<block>_1` and `_2`, `shortcut_<stage>_<block>`, `add_<stage>_<block>` and `relu_<stage>_<block>`;
 * `…_norm` and `…_relu` follow a normalized convolution. With filters [16, 32, 64] and n blocks it has 6n + 2 layers with weights, without
 * shortcuts. Seeds and errors are those of `convNet`; prefer that for a network without branches.
 *
 * @example
 * const network = residualNet({ inputShape: [32, 32, 3], filters: [16, 32, 64], classes: 10 });
 */
export const residualNet = (options: ResidualNetOptions): LayersModel => {
  const who = 'residualNet';
  requireKnownOptions(who, options, ['inputShape', 'filters', 'classes', 'blocks', 'batchNormalization', 'seed']);
  const { inputShape, filters, classes, blocks = 1, batchNormalization = true, seed = 1 } = options;
  requireFilters(who, filters);
  requireImages(who, inputShape, { halvings: filters.length - 1 });
  requireCounts(who, { classes, blocks });
  requireSeed(who, seed);
  let layer = 0;
  const convolution = (from: SymbolicTensor, what: Pick<Convolution, 'name' | 'filters' | 'relu'> & Partial<Convolution>): SymbolicTensor =>
    convolve(from, { kernelSize: 3, ...what, seed: layerSeed(seed, layer++), batchNormalization });
  const images = input({ shape: [...inputShape], name: 'images' });
  let last = convolution(images, { name: 'stem', filters: filters[0]!, relu: true });
  let channels = filters[0]!;
  filters.forEach((width, index) => {
    for (let block = 1; block <= blocks; block++) {
      const place = `${index + 1}_${block}`;
      const strides = index > 0 && block === 1 ? 2 : 1;
      const inner = convolution(last, { name: `conv_${place}_1`, filters: width, strides, relu: true });
      const outer = convolution(inner, { name: `conv_${place}_2`, filters: width, relu: false });
      const isSame = strides === 1 && channels === width;
      const shortcut = isSame
        ? last
        : convolution(last, { name: `shortcut_${place}`, filters: width, kernelSize: 1, strides, relu: false });
      const sum = layers.add({ name: `add_${place}` }).apply([shortcut, outer]);
      last = layers.activation({ name: `relu_${place}`, activation: 'relu' }).apply(sum) as SymbolicTensor;
      channels = width;
    }
  });
  return model({ inputs: images, outputs: classify(last, classes, layerSeed(seed, layer)) });
};
