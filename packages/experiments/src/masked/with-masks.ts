import type { LayersModel } from '@tensorflow/tfjs-layers';
import { insertMasksLike, type MaskedNetwork, writeMasks } from '@dum/masks';
import type { MaskSet } from '@dum/masks/mask-set';

/** Calls a function with a masked copy of a network, its head included, and with its masks; disposes of the copy afterwards. */
export const withMasks = async <Result>(
  network: LayersModel,
  masks: MaskSet,
  use: (masked: LayersModel, placed: MaskedNetwork['masks']) => Promise<Result>,
): Promise<Result> => {
  const masked = insertMasksLike(network, masks);
  try {
    writeMasks(masked, [masks]);
    return await use(masked.network, masked.masks);
  } finally {
    masked.network.dispose();
  }
};
