/** A shape as messages show it: `[28, 28]`. */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** The number of values of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
