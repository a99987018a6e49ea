import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isParts, type SampleShape } from '@dum/datasets';
import { isImageFolder, type LoadDatasetOptions } from '@dum/datasets/node';
import { inputOf } from '@dum/experiments';
import type { DataOptions } from '../arguments/data-options.js';
import { pixelRangeFor } from './network-range.js';

/**
 * Fills in data options from the stored description of a network's input: the range of pixels, the size and the channels of pictures
 * in files, and how the rows of a table become samples.
 */
export const asNetworkTakes = async <Options extends DataOptions>(network: LayersModel, options: Options) => ({
  ...options,
  pixelRange: pixelRangeFor(network, options.pixelRange),
  preparation: inputOf(network)?.table,
  pictures: (await isImageFolder(options.dataset)) ? picturesFor(network, options.imageSize) : undefined,
});

/** The pictures that a network takes; a network of dense layers takes them flat, and stores their shape. */
const picturesFor = (network: LayersModel, given: DataOptions['imageSize']): NonNullable<LoadDatasetOptions['pictures']> => {
  const remembered = inputOf(network)?.shape ?? network.inputs[0]!.shape.slice(1);
  const [height, width, channels, ...rest] = isParts(remembered as SampleShape) ? [] : (remembered as (number | null)[]);
  if (!height || !width || (channels !== 1 && channels !== 3) || rest.length > 0) return given === undefined ? {} : { size: given };
  return { size: given ?? ([height, width] as const), channels: channels };
};
