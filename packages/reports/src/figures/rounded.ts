/** Rounds a number to `digits` significant digits, for tables. */
export const rounded = (value: number, digits = 4): number => Number(value.toPrecision(digits));

/** A share as a percentage with `digits` decimals. */
export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)}\u00a0%`;
