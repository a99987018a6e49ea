import { keptUnits, type MaskSet } from '@dum/masks/mask-set';

/** How many units a mask keeps in each layer. */
export const keptByLayer = (masks: MaskSet): Readonly<Record<string, number>> =>
  Object.fromEntries(masks.layers.map(({ layer }) => [layer, keptUnits(masks, layer)]));
