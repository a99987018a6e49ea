/** Reusable arrays by name; every step overwrites them. */
export type Scratch = (name: string, length: number) => Float32Array;

export const createScratch = (): Scratch => {
  const arrays = new Map<string, Float32Array>();
  return (name, length) => {
    const held = arrays.get(name);
    if (held !== undefined && held.length >= length) return held.subarray(0, length);
    const array = new Float32Array(length);
    arrays.set(name, array);
    return array;
  };
};

/**
 * Transposes a batch, `[rows, columns]` → `[columns, rows]`.
 *
 * It writes sixteen columns at a time: one at a time would miss the cache for every value.
 */
export const batchColumns = (values: Float32Array, rows: number, columns: number, scratch: Scratch): Float32Array => {
  const turned = scratch('columns of the batch', values.length);
  for (let first = 0; first < columns; first += 16) {
    const end = Math.min(columns, first + 16);
    for (let row = 0; row < rows; row++) {
      for (let column = first; column < end; column++) turned[column * rows + row] = values[row * columns + column]!;
    }
  }
  return turned;
};
