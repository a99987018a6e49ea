import { requireKnownOptions } from '@dum/errors';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { convNet, type ConvNetOptions } from './conv-net.js';
import { requireCounts } from './image-network.js';

/** The width of a network of four equal convolutions, and the seed of its weights. */
export interface FourConvNetOptions extends Pick<ConvNetOptions, 'inputShape' | 'classes' | 'batchNormalization' | 'seed'> {
  /** Filters of each of the four convolutions: 2^N for member N of the family. */
  readonly filters: number;
}

/**
 * Creates a network of four 3×3 convolutions with the same number of filters, and a 2×2 max pooling after every second one: a family with
 * one parameter, to study the effect of width. Member N has 2^N filters.
 *
 * It is `convNet` with two equal stages, with the same names, seeds and errors.
 *
 * @example
 * const family = [3, 4, 5, 6].map((n) => fourConvNet({ inputShape: [32, 32, 3], filters: 2 ** n, classes: 10 }));
 */
export const fourConvNet = (options: FourConvNetOptions): LayersModel => {
  requireKnownOptions('fourConvNet', options, ['inputShape', 'filters', 'classes', 'batchNormalization', 'seed']);
  const { filters, ...rest } = options;
  requireCounts('fourConvNet', { filters });
  return convNet({ ...rest, filters: [filters, filters] });
};
