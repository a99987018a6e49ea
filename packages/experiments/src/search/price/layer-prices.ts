import { type Penalty, scalePenalty } from '@dum/masks';
import type { Alpha } from '@dum/masks/mask-set';

/** The price of a unit of one layer. */
export const alphaOf = (alpha: Alpha, layer: string): number => (typeof alpha === 'number' ? alpha : alpha[layer]!);

/** Every price that there is. */
export const pricesOf = (alpha: Alpha): number[] => (typeof alpha === 'number' ? [alpha] : Object.values(alpha));

/** What some layers cost, so many times: one price still, or one for each of them, in their order. */
export const scaledAlpha = (alpha: Alpha, layers: readonly string[], factor: number): Alpha =>
  typeof alpha === 'number' ? alpha * factor : Object.fromEntries(layers.map((layer) => [layer, alpha[layer]! * factor]));

/** The formula of a penalty, so many times; with prices by layer, that of each: `0.001·Σσ(l) of dense_300 + 0.003·Σσ(l) of dense_100`. */
export const penaltyText = (penalty: (alpha: number) => Penalty, alpha: Alpha, layers: readonly string[], factor: number): string => {
  if (typeof alpha === 'number') return scalePenalty(penalty(alpha), factor).formula;
  return layers
    .map((layer) => {
      const { formula, terms } = scalePenalty(penalty(alpha[layer]!), factor);
      return `${terms.length === 1 ? formula : `(${formula})`} of ${layer}`;
    })
    .join(' + ');
};
