import type { Alpha } from '@dum/masks/mask-set';

/** What is unusual about a valid price, or about the first unusual one of several; undefined if none is. */
export const oddAlpha = (alpha: Alpha): string | undefined => {
  const named =
    typeof alpha === 'number'
      ? [['--alpha', alpha] as const]
      : Object.entries(alpha).map(([layer, price]) => [`--alpha of ${layer}`, price] as const);
  return named.map(([name, price]) => oddPrice(name, price)).find((odd) => odd !== undefined);
};

const oddPrice = (name: string, price: number): string | undefined => {
  if (price === 0) return `${name} is 0: units are free, so masks need not drop any`;
  if (price > Math.log(2))
    return `${name} is ${price}: one unit costs more than the loss of guessing (log 2 = 0.69), so masks will be empty`;
  return undefined;
};
