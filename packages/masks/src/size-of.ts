/** The product of the sizes of a shape; one that is not fixed counts as 1. */
export const sizeOf = (shape: readonly (number | null)[]): number => shape.reduce<number>((product, size) => product * (size ?? 1), 1);
