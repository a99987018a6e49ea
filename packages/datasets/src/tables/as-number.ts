/** A number in decimal notation, with an exponent or without. */
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The finite number that a text spells; undefined for any other text. */
export const asNumber = (text: string): number | undefined => {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
};
