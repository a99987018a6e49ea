/** A share as a percentage with two decimals, or a dash. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${(share * 100).toFixed(2)} %`;

/** A ratio with three decimals, or a dash. */
export const ratio = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : value.toFixed(3));

/** The arithmetic mean; undefined of nothing. */
export const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
