import { keptUnits, type MaskSet, type Subnetwork, totalUnits } from '@dum/masks/mask-set';

/** The status of a mask: `collapsed` if a layer keeps no unit, `full` if no unit is dropped, otherwise `found`. */
export const statusOf = (masks: MaskSet): Subnetwork['status'] => {
  if (masks.layers.some(({ layer }) => keptUnits(masks, layer) === 0)) return 'collapsed';
  return keptUnits(masks) === totalUnits(masks) ? 'full' : 'found';
};
