/** The arithmetic mean, Σ x / n; NaN for no value. */
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
