import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Subnetwork } from '../mask-set/subnetwork.js';
import { insertMasksLike } from '../networks/insert-masks-like.js';
import { writeConstants } from '../networks/write-constants.js';
import { writeNormalization } from '../networks/normalizations.js';
import { removeHead } from '../networks/replace-head.js';
import { writeMasks } from '../networks/write-masks.js';

/**
 * Copies a network with the masks of a subnetwork in it, as `insertMasksLike` and `writeMasks` do, with what its dropped
 * units become, and with its re-estimated statistics; without its head if a read-out replaces it.
 */
export const maskedNetwork = (
  network: LayersModel,
  { masks, normalization, dropped }: Pick<Subnetwork, 'masks' | 'normalization' | 'dropped'>,
  { withoutHead }: { readonly withoutHead: boolean },
): LayersModel => {
  const inserted = insertMasksLike(network, masks, { constants: dropped !== undefined });
  try {
    writeMasks(inserted, [masks]);
    if (dropped !== undefined) writeConstants(inserted, [dropped]);
    if (normalization !== undefined) writeNormalization(inserted.network, normalization);
    if (!withoutHead) return inserted.network;
    const body = removeHead(inserted.network);
    inserted.network.dispose();
    return body;
  } catch (error) {
    inserted.network.dispose();
    throw error;
  }
};
