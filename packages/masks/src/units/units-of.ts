/** Number of units a mask of this shape has. */
export const unitsOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
