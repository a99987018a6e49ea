import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { LayerMask, MaskSet } from '../mask-set/mask-set.js';
import { insertMasks, type InsertMasksOptions, type MaskedNetwork } from '../networks/insert-masks.js';
import { removeHead } from '../networks/replace-head.js';
import { writeMasks } from '../networks/write-masks.js';

/** A copy of a network with the masks of a set in it, as `insertMasks` and `writeMasks` put them there; without its head where that makes way. */
export const maskedNetwork = (network: LayersModel, masks: MaskSet, { withoutHead }: { readonly withoutHead: boolean }): LayersModel => {
  const inserted = insertSet(network, masks);
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

const granularities = ['channel', 'element'] as const;

/** The ways in which the masks of a set may have been put into a network, the likelier first: a set does not say what its bits stand for. */
const waysToInsert = (network: LayersModel, { layers }: MaskSet): InsertMasksOptions[] => {
  const inputs = new Set(network.inputs.map(({ sourceLayer }) => sourceLayer.name));
  const places = layers.flatMap(({ layer, places = [layer] }: LayerMask) => places);
  return [
    ...granularities.flatMap((hidden) =>
      [...granularities].reverse().map((input) => ({
        layers: places,
        mask: ({ name }: { name: string }) => ({ granularity: inputs.has(name) ? input : hidden }),
      })),
    ),
    ...granularities.flatMap((granularity) => [{ granularity }, ...granularities.map((input) => ({ granularity, inputs: input }))]),
  ];
};

/** The masks of a set at their places: by the first way that gives the same masks, else by the likeliest. */
const insertSet = (network: LayersModel, masks: MaskSet): MaskedNetwork => {
  const ways = waysToInsert(network, masks);
  for (const way of ways) {
    const inserted = insertOrNothing(network, way);
    if (inserted !== undefined && isLike(inserted, masks)) return inserted;
    inserted?.network.dispose();
  }
  return insertMasks(network, ways[0]);
};

const insertOrNothing = (network: LayersModel, way: InsertMasksOptions): MaskedNetwork | undefined => {
  try {
    return insertMasks(network, way);
  } catch (error) {
    if (error instanceof DumError) return undefined;
    throw error;
  }
};

const isLike = ({ masks }: MaskedNetwork, { layers }: MaskSet): boolean =>
  masks.length === layers.length &&
  layers.every(({ layer, places, shape }) =>
    masks.some(
      (found) =>
        found.layer === layer &&
        found.mask.logits.shape.slice(1).join() === shape.join() &&
        (places === undefined || found.places.join() === places.join()),
    ),
  );
