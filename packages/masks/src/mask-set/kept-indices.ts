import type { LayerMask, MaskSet } from './mask-set.js';

/**
 * The numbers of the kept units of one mask, row-major from 0, ascending.
 *
 * They are indices into the units that the mask switches: channels, groups of channels ({@link channelsOfUnit} lists their channels), or
 * single elements. {@link keptUnits} counts them.
 *
 * @example
 * const [first] = subnetwork.masks.layers;
 * keptIndices(first!); // [4, 17, 208]
 */
export const keptIndices = ({ kept }: Pick<LayerMask, 'kept'>): number[] => [...kept.keys()].filter((unit) => kept[unit] === 1);

/**
 * The numbers of the kept units of each masked layer, by the name of the layer: {@link keptIndices} of every mask.
 *
 * @example
 * keptIndicesByLayer(subnetwork.masks); // { dense_300: [4, 17, 208], dense_100: [] }
 */
export const keptIndicesByLayer = ({ layers }: Pick<MaskSet, 'layers'>): Record<string, number[]> =>
  Object.fromEntries(layers.map((mask) => [mask.layer, keptIndices(mask)]));
