import { createHostMemory } from './host-memory.js';

/** A matrix in the kernels' memory as the entries of its rows that are not zero. */
interface SparseMatrix {
  readonly starts: Uint32Array;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** Where an element (row, column) of a matrix lies: at row · rowStride + column · columnStride, in values. */
interface Strided {
  readonly values: Float32Array;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** The output of a product, `[rows, columns]`, with columns padded by {@link paddedColumns}. */
interface Output {
  readonly out: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly bias: Float32Array;
  readonly isRelu: boolean;
}

/** Vectorised kernels on arrays in their own memory. */
export interface HostKernels {
  /** A new array of zeros. */
  floats(length: number): Float32Array;
  /** Allocates a sparse matrix for up to `rows` × `columns` entries. */
  sparse(rows: number, columns: number): SparseMatrix;
  /** Fills a sparse matrix with dense rows, and returns the number of its entries. */
  compress(x: Float32Array, columns: number, to: SparseMatrix): number;
  /** Fills a sparse matrix with the transpose of another, `[rows, columns]`. */
  transpose(from: SparseMatrix, rows: number, columns: number, to: SparseMatrix): void;
  /** out = act(sparse · dense + bias). */
  multiplySparse(left: SparseMatrix, dense: Float32Array, output: Output): void;
  /** out = act(a · b + bias); `packed` is room for 8 · inner values. The same to the bit as {@link multiplySparse}. */
  multiplyDense(a: Strided, b: Strided, inner: number, output: Output, packed: Float32Array): void;
  /** The sum of the rows of a matrix, as long as `sums`. */
  sumRows(values: Float32Array, sums: Float32Array): void;
  /** Sets a gradient to zero where the output of a relu is zero. */
  gate(gradient: Float32Array, outputs: Float32Array): void;
  /** One step of Adam in place, as `createHostAdam`; `step` counts from 1. */
  adam(parameters: Float32Array, gradient: Float32Array, first: Float32Array, second: Float32Array, step: number, rate: number): void;
}

/** The columns of a product for a number of units: the next multiple of eight. */
export const paddedColumns = (units: number): number => Math.ceil(units / 8) * 8;

/** Creates the kernels with memory for `bytes` bytes of arrays. */
export const createHostKernels = async (bytes: number): Promise<HostKernels> => {
  const { kernels, floats, integers } = await createHostMemory(bytes);
  return {
    floats,
    // compressing writes past the last entry, transposing past the last start
    sparse: (rows, columns) => ({
      starts: integers(rows + 2),
      indices: integers(rows * columns + 1),
      values: floats(rows * columns + 1),
    }),
    compress: (x, columns, to) => kernels.compress(at(x), x.length / columns, columns, ...addresses(to)),
    transpose: (from, rows, columns, to) => {
      kernels.transposeSparse(...addresses(from), rows, columns, ...addresses(to));
    },
    multiplySparse: (left, dense, { out, rows, columns, bias, isRelu }) => {
      kernels.multiplySparse(...addresses(left), rows, at(dense), columns, at(bias), at(out), isRelu);
    },
    multiplyDense: (a, b, inner, { out, rows, columns, bias, isRelu }, packed) => {
      kernels.multiplyDense(...strided(a), rows, inner, ...strided(b), columns, at(bias), at(out), at(packed), isRelu);
    },
    sumRows: (values, sums) => {
      kernels.sumRows(at(values), values.length / sums.length, sums.length, at(sums));
    },
    gate: (gradient, outputs) => {
      kernels.gate(at(gradient), at(outputs), gradient.length);
    },
    adam: (parameters, gradient, first, second, step, rate) => {
      const [scaled, secondScale] = [rate / (1 - 0.9 ** step), 1 / (1 - 0.999 ** step)];
      kernels.adam(at(parameters), at(gradient), at(first), at(second), parameters.length, scaled, secondScale);
    },
  };
};

const at = (values: Float32Array | Uint32Array): number => values.byteOffset;

const addresses = ({ starts, indices, values }: SparseMatrix): number[] => [at(starts), at(indices), at(values)];

const strided = ({ values, rowStride, columnStride }: Strided): number[] => [at(values), 4 * rowStride, 4 * columnStride];
