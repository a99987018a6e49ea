import { hostKernelsBinary } from './host-kernels-binary.js';

type Kernel = (...numbers: readonly (number | boolean)[]) => number;

type KernelName =
  | ('compress' | 'transposeSparse' | 'multiplySparse' | 'multiplyDense' | 'sumRows' | 'gate' | 'adam')
  | ('multiplyImage' | 'packRows' | 'packColumns' | 'scaleImage' | 'gateImage' | 'clearImage')
  | ('largest' | 'spreadLargest' | 'mean' | 'spreadMean');

/** The kernels of `assembly/host-kernels.ts`, which take addresses, counts and strides, and arrays in their memory. */
export interface HostMemory {
  readonly kernels: Readonly<Record<KernelName, Kernel>>;
  /** A new array of zeros. */
  readonly floats: (length: number) => Float32Array;
  readonly integers: (length: number) => Uint32Array;
  /** All of the memory, for arrays that a {@link createMemoryPlan} placed. */
  readonly values: Float32Array;
  readonly words: Uint32Array;
}

/** The addresses of arrays in a memory that is created when all of them are known. */
export interface MemoryPlan {
  /** The address of an array of that length. */
  readonly place: (length: number) => number;
  /** The size of the memory. */
  readonly bytes: () => number;
}

const pageSize = 65_536;
const alignment = 64;
let compiled: Promise<WebAssembly.Module> | undefined;

/** Whether this machine runs the kernels, with that many bytes of arrays. */
export const canRunHostKernels = (bytes: number): boolean =>
  typeof WebAssembly === 'object' && bytes < 2 ** 31 && WebAssembly.validate(binary());

/** Creates the kernels with memory for `bytes` bytes of arrays. */
export const createHostMemory = async (bytes: number): Promise<HostMemory> => {
  compiled ??= WebAssembly.compile(binary());
  // the arrays are views of the memory, so it is never grown
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageSize) + 1 });
  const instance = await WebAssembly.instantiate(await compiled, { env: { memory } });
  const { place } = createMemoryPlan();
  return {
    kernels: instance.exports as unknown as HostMemory['kernels'],
    floats: (length) => new Float32Array(memory.buffer, place(length), length),
    integers: (length) => new Uint32Array(memory.buffer, place(length), length),
    values: new Float32Array(memory.buffer),
    words: new Uint32Array(memory.buffer),
  };
};

/** Places arrays one after the other. */
export const createMemoryPlan = (): MemoryPlan => {
  let next = alignment;
  return {
    place: (length) => {
      const at = next;
      next += Math.ceil((4 * length) / alignment) * alignment;
      return at;
    },
    bytes: () => next,
  };
};

const binary = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(hostKernelsBinary), (letter) => letter.charCodeAt(0));
