/** A shape in a message; sizes that are known later are question marks. */
export const showShape = (shape: readonly (number | null)[]): string => `[${shape.map((size) => size ?? '?').join(', ')}]`;
