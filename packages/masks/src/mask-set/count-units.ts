import { requireOptions } from '@dum/errors';
import { maskSetKind } from './argument-kinds.js';
import { findLayer } from './find-layer.js';
import type { LayerMask, MaskSet } from './mask-set.js';

const chosenLayers = (who: string, masks: MaskSet, layer: string | undefined): readonly LayerMask[] => {
  requireOptions(who, { masks }, { masks: maskSetKind });
  return layer === undefined ? masks.layers : [findLayer(who, masks, layer)];
};

/**
 * Number of kept units of one layer, or of all masked layers together.
 *
 * @throws DumError 'bad-input' for a layer that `masks` does not have, with the nearest name and the list
 */
export const keptUnits = (masks: MaskSet, layer?: string): number => {
  let count = 0;
  for (const { kept } of chosenLayers('keptUnits', masks, layer)) for (const bit of kept) count += bit;
  return count;
};

/**
 * Number of units, kept or not, of one layer, or of all masked layers together.
 *
 * @throws DumError 'bad-input' for a layer that `masks` does not have, with the nearest name and the list
 */
export const totalUnits = (masks: MaskSet, layer?: string): number =>
  chosenLayers('totalUnits', masks, layer).reduce((count, { kept }) => count + kept.length, 0);
