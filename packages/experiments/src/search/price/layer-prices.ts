import { type Penalty, scalePenalty } from '@dum/masks';
import type { Alpha } from '@dum/masks/mask-set';

const alphaOf = (alpha: Alpha, layer: string): number => (typeof alpha === 'number' ? alpha : alpha[layer]!);

/** The penalty of each mask, at the price of its layer. */
export const pricedPenalties = (
  { penalty, alpha }: { readonly penalty: Penalty; readonly alpha: Alpha },
  masks: readonly { readonly layer: string }[],
): Penalty[] => masks.map(({ layer }) => scalePenalty(penalty, alphaOf(alpha, layer)));

/** Multiplies the price, or the price of each layer, by a factor. */
export const scaledAlpha = (alpha: Alpha, layers: readonly string[], factor: number): Alpha =>
  typeof alpha === 'number' ? alpha * factor : Object.fromEntries(layers.map((layer) => [layer, alpha[layer]! * factor]));

/** The formula of a penalty with its price, or with that of each layer: `0.001·Σσ(l) of dense_300 + 0.003·Σσ(l) of dense_100`. */
export const penaltyText = (penalty: Penalty, alpha: Alpha, layers: readonly string[]): string => {
  if (typeof alpha === 'number') return scalePenalty(penalty, alpha).formula;
  return layers
    .map((layer) => {
      const { formula, terms } = scalePenalty(penalty, alpha[layer]!);
      return `${terms.length === 1 ? formula : `(${formula})`} of ${layer}`;
    })
    .join(' + ');
};
