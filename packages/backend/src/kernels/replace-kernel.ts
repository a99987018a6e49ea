import { getKernel, type KernelFunc, registerKernel, type TensorInfo, unregisterKernel } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import type { WasmBackend } from './wasm-backend.js';

/** A kernel of the wasm backend with one output, its arguments typed. */
export type WasmKernel<Inputs, Attributes> = (call: {
  readonly inputs: Inputs;
  readonly backend: WasmBackend;
  readonly attrs: Attributes;
}) => TensorInfo;

// In the registry of symbols, so that two copies of this package in one page do not wrap one another's kernels.
const replaced = Symbol.for('@dum/backend/replaced');

/** The wasm kernel of that name, as it is registered now. */
export const wasmKernel = <Inputs, Attributes>(name: string): WasmKernel<Inputs, Attributes> => {
  const registered = getKernel(name, 'wasm') as ReturnType<typeof getKernel> | undefined;
  if (registered === undefined) {
    throw new DumError(
      'bad-input',
      `accelerateWasm: the wasm backend has no kernel "${name}"; call useBackend('wasm'), or import @tensorflow/tfjs-backend-wasm first.`,
    );
  }
  return registered.kernelFunc as unknown as WasmKernel<Inputs, Attributes>;
};

/** Registers a better wasm kernel in place of the stock one, once; the stock set-up function stays. */
export const replaceKernel = <Inputs, Attributes>(
  name: string,
  improve: (stock: WasmKernel<Inputs, Attributes>) => WasmKernel<Inputs, Attributes>,
): void => {
  const stock = wasmKernel<Inputs, Attributes>(name);
  if (replaced in stock) return;
  const kernelFunc = Object.assign(improve(stock), { [replaced]: true }) as unknown as KernelFunc;
  const registered = getKernel(name, 'wasm');
  unregisterKernel(name, 'wasm');
  registerKernel({ ...registered, kernelFunc });
};

/** Registers a kernel that the wasm backend lacks, once. */
export const addKernel = <Inputs, Attributes>(kernelName: string, kernelFunc: WasmKernel<Inputs, Attributes>): void => {
  const registered = getKernel(kernelName, 'wasm') as ReturnType<typeof getKernel> | undefined;
  if (registered === undefined) registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernelFunc as unknown as KernelFunc });
};
