import { expectedUnits } from '@dum/masks';
import type { DiscoverySettings } from '../options.js';
import { pricedPenalties } from './layer-prices.js';

/** Whether a penalty is of the number of kept units, so that a hard mask has a price. */
export const countsUnits = ({ penalty: { terms } }: Pick<DiscoverySettings, 'penalty'>): boolean =>
  terms.every(({ measure }) => measure.perTask === expectedUnits().terms[0]!.measure.perTask);

/** The price of a kept unit of each masked layer, for a penalty that counts units. */
export const pricesOfUnits = (
  settings: Pick<DiscoverySettings, 'penalty' | 'alpha'>,
  masks: readonly { readonly layer: string }[],
): number[] => pricedPenalties(settings, masks).map(({ terms }) => terms.reduce((total, { alpha }) => total + alpha, 0));
