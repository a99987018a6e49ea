import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { MaskSet } from '../mask-set/mask-set.js';
import { insertMasksLike } from '../networks/insert-masks-like.js';
import { removeHead } from '../networks/replace-head.js';
import { writeMasks } from '../networks/write-masks.js';

/** Copies a network with the masks of a set in it, as `insertMasksLike` and `writeMasks` do, without its head if a read-out replaces it. */
export const maskedNetwork = (network: LayersModel, masks: MaskSet, { withoutHead }: { readonly withoutHead: boolean }): LayersModel => {
  const inserted = insertMasksLike(network, masks);
  try {
    writeMasks(inserted, [masks]);
    if (!withoutHead) return inserted.network;
    const body = removeHead(inserted.network);
    inserted.network.dispose();
    return body;
  } catch (error) {
    inserted.network.dispose();
    throw error;
  }
};
