import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isImageFolder } from '@dum/datasets/node';
import type { DataOptions } from '../arguments/data-options.js';
import { pixelRangeFor } from './network-range.js';

/**
 * Data options with what a network says of its input where nothing was given: the range of pixels, and the size and the channels of pictures
 * in files.
 */
export const asNetworkTakes = async <Options extends DataOptions>(network: LayersModel, options: Options) => ({
  ...options,
  pixelRange: pixelRangeFor(network, options.pixelRange),
  pictures: (await isImageFolder(options.dataset)) ? picturesFor(network, options.imageSize) : undefined,
});

const picturesFor = ({ inputs }: LayersModel, given: DataOptions['imageSize']) => {
  const [height, width, channels, ...rest] = inputs[0]!.shape.slice(1);
  if (!height || !width || (channels !== 1 && channels !== 3) || rest.length > 0) return given === undefined ? {} : { size: given };
  return { size: given ?? ([height, width] as const), channels: channels as 1 | 3 };
};
