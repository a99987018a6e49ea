import { sizeOf } from '../size-of.js';

/** Number of units a mask of this shape has. */
export const unitsOf = (shape: readonly number[]): number => sizeOf(shape);
