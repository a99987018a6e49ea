/** A partition of the numbers from 0 up into classes, each represented by one of its numbers. */
export interface Partition {
  /** Adds `count` numbers, each in its own class. */
  readonly add: (count: number) => Int32Array;
  readonly join: (a: number, b: number) => void;
  /** The representative of the class of a number. */
  readonly find: (number: number) => number;
}

/** An empty partition. */
export const createPartition = (): Partition => {
  const parents: number[] = [];
  const find = (number: number): number => {
    let root = number;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]!]!;
      root = parents[root]!;
    }
    return root;
  };
  return {
    add(count) {
      const start = parents.length;
      for (let number = start; number < start + count; number++) parents.push(number);
      return Int32Array.from({ length: count }, (_, index) => start + index);
    },
    join(a, b) {
      const [low, high] = [find(a), find(b)].sort((left, right) => left - right) as [number, number];
      parents[high] = low;
    },
    find,
  };
};
