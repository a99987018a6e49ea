import type { OptionKind } from '@dum/errors';

const has = (value: unknown, name: string): boolean => typeof value === 'object' && value !== null && name in value;

const layersHave = (value: unknown, name: string): boolean => {
  const layers: unknown = has(value, 'layers') ? (value as { layers: unknown }).layers : undefined;
  return Array.isArray(layers) && layers.every((layer) => has(layer, name));
};

/**
 * A {@link MaskSet}, for the options and arguments of functions; messages say where a subnetwork or a search's result has its own.
 */
export const maskSetKind: OptionKind = {
  expected: 'a set of masks, such as the masks of a subnetwork',
  holds: (value) => has(value, 'network') && layersHave(value, 'kept'),
  hint(value) {
    if (has(value, 'subnetwork')) return 'it is the result of a search, so give its subnetwork.masks';
    if (has(value, 'masks')) return 'it has masks, such as a subnetwork; give those alone, subnetwork.masks';
    return undefined;
  },
};

/** {@link UnitScores}. */
export const unitScoresKind: OptionKind = {
  expected: 'the scores of units, such as an entry of what scoreUnits gives',
  holds: (value) => has(value, 'network') && layersHave(value, 'scores'),
};

/**
 * A `Subnetwork`, or what has masks as one; messages say where a search's result has its own.
 */
export const subnetworkKind: OptionKind = {
  expected: 'a subnetwork, such as subnetworksOf gives',
  holds: (value) => has(value, 'masks') && maskSetKind.holds((value as { masks: unknown }).masks),
  hint(value) {
    if (has(value, 'subnetwork')) return 'it is the result of a search, so give its subnetwork';
    if (maskSetKind.holds(value)) return 'it is a set of masks, so give the subnetwork that has them, or { masks }';
    return undefined;
  },
};
