/** A share as a percentage. */
export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
