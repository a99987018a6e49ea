import { hostKernelsBinary } from './host-kernels-binary.js';

/** The kernels of `assembly/host-kernels.ts`: addresses and counts in, nothing out. */
interface Exports {
  readonly compress: (x: number, rows: number, columns: number, starts: number, indices: number, values: number) => void;
  readonly transposeSparse: (
    starts: number,
    rows: number,
    columns: number,
    indices: number,
    values: number,
    toStarts: number,
    toIndices: number,
    toValues: number,
  ) => void;
  readonly multiplySparse: (
    starts: number,
    rows: number,
    indices: number,
    values: number,
    dense: number,
    columns: number,
    bias: number,
    out: number,
    isRelu: boolean,
  ) => void;
  readonly adam: (
    parameters: number,
    gradient: number,
    first: number,
    second: number,
    count: number,
    rate: number,
    secondScale: number,
  ) => void;
}

/** A matrix in memory of the kernels as the entries of its rows that are not zero. */
interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Uint32Array;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** Kernels on arrays that lie in a memory of their own. */
export interface HostKernels {
  readonly floats: (length: number) => Float32Array;
  readonly sparse: (rows: number, columns: number) => SparseMatrix;
  /** Fills a sparse matrix with `rows` dense rows. */
  readonly compress: (x: Float32Array, rows: number, to: SparseMatrix) => void;
  /** Fills a sparse matrix with the transpose of the first `rows` rows of another. */
  readonly transpose: (from: SparseMatrix, rows: number, to: SparseMatrix) => void;
  /** out = sparse · dense + bias, with or without a relu behind it; `[rows, columns]`. */
  readonly multiply: (
    left: SparseMatrix,
    rows: number,
    dense: Float32Array,
    columns: number,
    bias: Float32Array,
    out: Float32Array,
    isRelu: boolean,
  ) => void;
  /** One step of Adam, in place; as `createHostAdam`. */
  readonly adam: (
    parameters: Float32Array,
    gradient: Float32Array,
    first: Float32Array,
    second: Float32Array,
    step: number,
    rate: number,
  ) => void;
}

const pageSize = 65_536;
const alignment = 64;
let compiled: Promise<WebAssembly.Module> | undefined;

/** Whether this machine runs the kernels. */
export const canRunHostKernels = (): boolean => typeof WebAssembly === 'object' && WebAssembly.validate(binary());

/** The kernels with room for so many bytes of arrays. */
export const createHostKernels = async (bytes: number): Promise<HostKernels> => {
  compiled ??= WebAssembly.compile(binary());
  // the arrays are views of the memory, so it is never grown
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageSize) + 1 });
  const instance = await WebAssembly.instantiate(await compiled, { env: { memory } });
  const kernels = instance.exports as unknown as Exports;
  let next = alignment;
  const place = (length: number): number => {
    const at = next;
    next += Math.ceil((4 * length) / alignment) * alignment;
    return at;
  };
  const floats = (length: number) => new Float32Array(memory.buffer, place(length), length);
  const integers = (length: number) => new Uint32Array(memory.buffer, place(length), length);
  return {
    floats,
    sparse: (rows, columns) => ({
      rows,
      columns,
      starts: integers(rows + 2),
      // one more, since compressing writes behind the last entry
      indices: integers(rows * columns + 1),
      values: floats(rows * columns + 1),
    }),
    compress: (x, rows, { columns, starts, indices, values }) => {
      kernels.compress(x.byteOffset, rows, columns, starts.byteOffset, indices.byteOffset, values.byteOffset);
    },
    transpose: (from, rows, to) => {
      const { starts, indices, values } = from;
      kernels.transposeSparse(
        starts.byteOffset,
        rows,
        from.columns,
        indices.byteOffset,
        values.byteOffset,
        to.starts.byteOffset,
        to.indices.byteOffset,
        to.values.byteOffset,
      );
    },
    multiply: ({ starts, indices, values }, rows, dense, columns, bias, out, isRelu) => {
      kernels.multiplySparse(
        starts.byteOffset,
        rows,
        indices.byteOffset,
        values.byteOffset,
        dense.byteOffset,
        columns,
        bias.byteOffset,
        out.byteOffset,
        isRelu,
      );
    },
    adam: (parameters, gradient, first, second, step, rate) => {
      const scaled = rate / (1 - 0.9 ** step);
      const secondScale = 1 / (1 - 0.999 ** step);
      kernels.adam(parameters.byteOffset, gradient.byteOffset, first.byteOffset, second.byteOffset, parameters.length, scaled, secondScale);
    },
  };
};

const binary = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(hostKernelsBinary), (letter) => letter.charCodeAt(0));
