import type { Alpha } from '@dum/masks/mask-set';

/** What is odd about a valid price, or the first of several that is odd; undefined when nothing is. */
export const oddAlpha = (alpha: Alpha): string | undefined => {
  const named =
    typeof alpha === 'number'
      ? [['--alpha', alpha] as const]
      : Object.entries(alpha).map(([layer, price]) => [`--alpha of ${layer}`, price] as const);
  return named.map(([name, price]) => oddPrice(name, price)).find((odd) => odd !== undefined);
};

const oddPrice = (name: string, price: number): string | undefined => {
  if (price === 0) return `${name} is 0: units are free, so a mask need not leave any out`;
  if (price > Math.log(2)) return `${name} is ${price}: one unit costs more than guessing does (log 2 = 0.69), so masks will end empty`;
  return undefined;
};
