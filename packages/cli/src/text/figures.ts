/** A share as a percentage with two decimals, or a dash. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${(share * 100).toFixed(2)} %`;

/** A ratio with three decimals, or a dash. */
export const ratio = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : value.toFixed(3));

/** A probability with three decimals, or its first digit and power of ten when that would hide it. */
export const probability = (p: number): string => (p === 0 || p >= 0.001 ? p.toFixed(3) : p.toExponential(0));

/** The arithmetic mean; undefined without values. */
export const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
