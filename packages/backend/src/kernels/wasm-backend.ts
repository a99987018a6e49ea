import type { DataId, DataType, TensorInfo } from '@tensorflow/tfjs-core';

/** The part of the wasm backend that the kernels here use; its own types are not exported. */
export interface WasmBackend {
  readonly wasm: { readonly HEAPU8: Uint8Array; readonly tfjs: { disposeData(id: number): void } };
  readonly dataIdMap: { get(dataId: DataId): { readonly id: number; readonly memoryOffset: number }; delete(dataId: DataId): boolean };
  makeOutput(shape: readonly number[], dtype: DataType, memoryOffset?: number): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array | Int32Array | Uint8Array;
  disposeData(dataId: DataId): boolean;
}

/** The address of a tensor's first byte in the heap. */
export const addressOf = (backend: WasmBackend, { dataId }: TensorInfo): number => backend.dataIdMap.get(dataId).memoryOffset;

/** A tensor on memory that another one owns: release it with {@link forgetView}, before its owner. */
export const makeView = (backend: WasmBackend, owner: TensorInfo, byteOffset: number, shape: readonly number[]): TensorInfo =>
  backend.makeOutput(shape, owner.dtype, addressOf(backend, owner) + byteOffset);

/** Drops a view's registration (and what XNNPACK packed for it) without freeing the memory, which is its owner's. */
export const forgetView = (backend: WasmBackend, { dataId }: TensorInfo): void => {
  backend.wasm.tfjs.disposeData(backend.dataIdMap.get(dataId).id);
  backend.dataIdMap.delete(dataId);
};
