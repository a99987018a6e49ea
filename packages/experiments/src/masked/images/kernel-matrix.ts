import { paddedColumns } from '../../kernels/host-kernels.js';
import type { HostMemory, MemoryPlan } from '../../kernels/host-memory.js';

/** A frozen kernel `[rows, units]`, and its bias. */
export interface FrozenKernel {
  readonly kernel: Float32Array;
  readonly bias?: Float32Array | undefined;
  readonly units: number;
}

/** A kernel in memory, of which the products take some rows and some units. */
export interface KernelMatrix {
  readonly biases: number;
  /** The units with those that fill up a multiple of eight. */
  readonly columns: number;
  readonly open: (memory: HostMemory) => void;
  /** Chooses the units to compute, by default all, and returns the number of blocks of eight that they make. */
  readonly choose: (units: Uint32Array | undefined) => number;
  /** Copies rows, by a list of their indices from `first` on, to `[blocks, count, 8]`. */
  readonly pack: (first: number, indices: number, count: number, to: number) => void;
}

/** Places a kernel. */
export const planKernel = (plan: MemoryPlan, { kernel, bias, units }: FrozenKernel): KernelMatrix => {
  const columns = paddedColumns(units);
  const rows = kernel.length / units;
  const [matrix, biases, chosenUnits] = [plan.place(rows * columns), plan.place(columns), plan.place(columns)];
  let memory: HostMemory;
  let isWhole = true;
  let blocks = columns / 8;
  return {
    biases,
    columns,
    open(opened) {
      memory = opened;
      for (let row = 0; row < rows; row++) memory.values.set(kernel.subarray(row * units, (row + 1) * units), matrix / 4 + row * columns);
      if (bias !== undefined) memory.values.set(bias, biases / 4);
    },
    choose(wanted) {
      isWhole = wanted === undefined;
      if (wanted === undefined) return blocks;
      blocks = paddedColumns(wanted.length) / 8;
      // the last unit fills up a block
      for (let at = 0; at < 8 * blocks; at++) {
        const unit = wanted[Math.min(at, wanted.length - 1)]!;
        memory.words[chosenUnits / 4 + at] = unit;
        memory.values[biases / 4 + at] = bias?.[unit] ?? 0;
      }
      return blocks;
    },
    pack(first, indices, count, to) {
      const from = matrix + 4 * first * columns;
      if (isWhole) memory.kernels.packRows(from, indices, count, blocks, to);
      else memory.kernels.packColumns(from, 4 * columns, indices, count, chosenUnits, blocks, to);
    },
  };
};
