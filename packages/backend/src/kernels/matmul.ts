import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { sourcesInBatch } from './broadcast-batch.js';
import { replaceKernel, type WasmKernel, wasmKernel } from './replace-kernel.js';
import { addressOf, forgetView, makeView, type WasmBackend } from './wasm-backend.js';

interface ProductInputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}
interface ProductAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}
type Product = WasmKernel<ProductInputs, ProductAttributes>;
type Call = Parameters<Product>[0];

// From this many multiplications on, packing a product for XNNPACK costs less than the naive loop.
const worthwhile = 4096;

const batchOf = (x: TensorInfo): number[] => x.shape.slice(0, -2);

const swapLastTwo = (backend: WasmBackend, x: TensorInfo): TensorInfo => {
  const perm = x.shape.map((_, axis) => axis);
  perm.push(...perm.splice(-2).reverse());
  return wasmKernel<{ x: TensorInfo }, { perm: number[] }>('Transpose')({ inputs: { x }, backend, attrs: { perm } });
};

const productOfBatch = (stock: Product, call: Call, outShape: number[]): TensorInfo => {
  const { backend, inputs, attrs } = call;
  const { a, b } = inputs;
  const [m, n] = outShape.slice(-2) as [number, number];
  const k = a.shape.at(-1)!;
  const multiply = (left: TensorInfo, right: TensorInfo) => stock({ backend, attrs, inputs: { ...inputs, a: left, b: right } });
  if (util.sizeFromShape(batchOf(b)) === 1) {
    const rows = util.sizeFromShape(batchOf(a)) * m;
    const tall = multiply({ ...a, shape: [1, rows, k] }, { ...b, shape: [1, k, n] });
    return { ...tall, shape: outShape };
  }
  const batch = outShape.slice(0, -2);
  const out = backend.makeOutput(outShape, 'float32');
  const sourceA = sourcesInBatch(batch, batchOf(a));
  const sourceB = sourcesInBatch(batch, batchOf(b));
  for (let i = 0; i < sourceA.length; i++) {
    const left = makeView(backend, a, sourceA[i]! * m * k * 4, [1, m, k]);
    const right = makeView(backend, b, sourceB[i]! * k * n * 4, [1, k, n]);
    const product = multiply(left, right);
    const from = addressOf(backend, product);
    backend.wasm.HEAPU8.copyWithin(addressOf(backend, out) + i * m * n * 4, from, from + m * n * 4);
    backend.disposeData(product.dataId);
    forgetView(backend, left);
    forgetView(backend, right);
  }
  return out;
};

const outputShapeOf = ({ inputs: { a, b }, attrs: { transposeA, transposeB } }: Call): number[] => [
  ...broadcast_util.assertAndGetBroadcastShape(batchOf(a), batchOf(b)),
  a.shape.at(transposeA ? -1 : -2)!,
  b.shape.at(transposeB ? -2 : -1)!,
];

const stockIsFine = ({ inputs, attrs }: Call, outShape: readonly number[]): boolean => {
  const { a, b, bias, preluActivationWeights: prelu } = inputs;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return true;
  const batch = util.sizeFromShape(outShape.slice(0, -2));
  if (batch === 1 && !attrs.transposeA && !attrs.transposeB) return true;
  const [rows, columns] = outShape.slice(-2) as [number, number];
  if (batch > 1 && prelu && ![1, columns].includes(util.sizeFromShape(prelu.shape))) return true;
  const small = rows * columns * a.shape.at(attrs.transposeA ? -2 : -1)! < worthwhile;
  const broadcastTwice = Math.max(util.sizeFromShape(batchOf(a)), util.sizeFromShape(batchOf(b))) < batch;
  // its naive loop adds the bias of another column, and writes past its output where both batches are broadcast
  return small && !bias && !broadcastTwice;
};

const withoutTransposedSides =
  (stock: Product): Product =>
  (call) => {
    const { inputs, backend, attrs } = call;
    const { transposeA, transposeB } = attrs;
    const outShape = outputShapeOf(call);
    if (util.sizeFromShape(outShape) === 0) return backend.makeOutput(outShape, 'float32');
    if (stockIsFine(call, outShape)) return stock(call);
    const a = transposeA ? swapLastTwo(backend, inputs.a) : inputs.a;
    const b = transposeB ? swapLastTwo(backend, inputs.b) : inputs.b;
    const plain = { backend, inputs: { ...inputs, a, b }, attrs: { ...attrs, transposeA: false, transposeB: false } };
    try {
      return util.sizeFromShape(outShape.slice(0, -2)) === 1 ? stock(plain) : productOfBatch(stock, plain, outShape);
    } finally {
      if (transposeA) backend.disposeData(a.dataId);
      if (transposeB) backend.disposeData(b.dataId);
    }
  };

/**
 * Replaces `BatchMatMul` of wasm: a transposed side is transposed first, and a batch is one plain product for each pair
 * of matrices, or a single tall one when all share the right side. The stock kernel falls back to a naive loop for both,
 * 8 to 15 times slower, and every gradient of a dense layer has a transposed side.
 */
export const replaceBatchMatMul = (): void => replaceKernel('BatchMatMul', withoutTransposedSides);

/** Replaces `_FusedMatMul` of wasm, a product with a bias and an activation, as {@link replaceBatchMatMul} does. */
export const replaceFusedMatMul = (): void => replaceKernel('_FusedMatMul', withoutTransposedSides);
