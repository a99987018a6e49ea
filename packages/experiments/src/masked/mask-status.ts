import { keptUnits, type MaskSet, type Subnetwork, totalUnits } from '@dum/masks/mask-set';

/** Whether a mask is worth anything: `collapsed` where a layer keeps no unit, `full` where no unit is left out. */
export const statusOf = (masks: MaskSet): Subnetwork['status'] => {
  if (masks.layers.some(({ layer }) => keptUnits(masks, layer) === 0)) return 'collapsed';
  return keptUnits(masks) === totalUnits(masks) ? 'full' : 'found';
};
