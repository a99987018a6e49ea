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
