import type { LayersModel } from '@tensorflow/tfjs-layers';
import { insertMasksLike, type MaskedNetwork, writeConstants, writeMasks, writeNormalization } from '@dum/masks';
import type { Masking } from './mask-effects.js';

/**
 * Calls a function with a masked copy of a network, with its head, what its dropped units become and the statistics that were re-estimated
 * under the masks, and with its masks; disposes of the copy afterwards.
 */
export const withMasks = async <Result>(
  network: LayersModel,
  { masks, normalization, dropped }: Masking,
  use: (masked: LayersModel, placed: MaskedNetwork['masks']) => Promise<Result>,
): Promise<Result> => {
  const masked = insertMasksLike(network, masks, { constants: dropped !== undefined });
  try {
    writeMasks(masked, [masks]);
    if (dropped !== undefined) writeConstants(masked, [dropped]);
    if (normalization !== undefined) writeNormalization(masked.network, normalization);
    return await use(masked.network, masked.masks);
  } finally {
    masked.network.dispose();
  }
};
