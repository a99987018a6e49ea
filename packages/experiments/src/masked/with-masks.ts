import type { LayersModel } from '@tensorflow/tfjs-layers';
import { insertMasksLike, type MaskedNetwork, writeMasks, writeNormalization } from '@dum/masks';
import type { Masking } from './normalization.js';

/**
 * Calls a function with a masked copy of a network, with its head and the statistics that were re-estimated under the masks, and with its
 * masks; disposes of the copy afterwards.
 */
export const withMasks = async <Result>(
  network: LayersModel,
  { masks, normalization }: Masking,
  use: (masked: LayersModel, placed: MaskedNetwork['masks']) => Promise<Result>,
): Promise<Result> => {
  const masked = insertMasksLike(network, masks);
  try {
    writeMasks(masked, [masks]);
    if (normalization !== undefined) writeNormalization(masked.network, normalization);
    return await use(masked.network, masked.masks);
  } finally {
    masked.network.dispose();
  }
};
