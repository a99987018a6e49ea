import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
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

// Multiplications in one product from which packing it for XNNPACK costs less than the naive loop.
const worthwhile = 4096;

const batchOf = (x: TensorInfo): number[] => x.shape.slice(0, -2);

const swapLastTwo = (backend: WasmBackend, x: TensorInfo): TensorInfo => {
  const perm = x.shape.map((_, axis) => axis);
  perm.push(...perm.splice(-2).reverse());
  return wasmKernel<{ x: TensorInfo }, { perm: number[] }>('Transpose')({ inputs: { x }, backend, attrs: { perm } });
};

/** For each matrix of the broadcast batch, the number of the one in `own` that it comes from. */
const sourceOf = (batch: readonly number[], own: readonly number[]): number[] => {
  const ownStrides = [...util.computeStrides([...own]), 1].slice(-own.length);
  const offset = batch.length - own.length;
  return Array.from({ length: util.sizeFromShape([...batch]) }, (_, flat) => {
    let source = 0;
    for (let axis = batch.length - 1, rest = flat; axis >= 0; axis--) {
      const at = rest % batch[axis]!;
      rest = Math.floor(rest / batch[axis]!);
      const ownAxis = axis - offset;
      if (ownAxis >= 0 && own[ownAxis] !== 1) source += at * ownStrides[ownAxis]!;
    }
    return source;
  });
};

const productOfBatch = (stock: Product, call: Parameters<Product>[0], outShape: number[]): TensorInfo => {
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
  const sourceA = sourceOf(batch, batchOf(a));
  const sourceB = sourceOf(batch, batchOf(b));
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

const withoutTransposedSides =
  (stock: Product): Product =>
  (call) => {
    const { inputs, backend, attrs } = call;
    const { transposeA, transposeB } = attrs;
    const rows = inputs.a.shape.at(transposeA ? -1 : -2)!;
    const columns = inputs.b.shape.at(transposeB ? -2 : -1)!;
    const batch = broadcast_util.assertAndGetBroadcastShape(batchOf(inputs.a), batchOf(inputs.b));
    const outShape = [...batch, rows, columns];
    if (util.sizeFromShape(outShape) === 0) return backend.makeOutput(outShape, 'float32');

    const single = util.sizeFromShape(batch) === 1;
    const sides = [inputs.a, inputs.b].map((side) => util.sizeFromShape(batchOf(side)));
    const broadcastTwice = Math.max(...sides) < util.sizeFromShape(batch); // the stock kernels write past their output
    const small = rows * columns * inputs.a.shape.at(transposeA ? -2 : -1)! < worthwhile;
    const naive = small && !broadcastTwice && !inputs.bias; // the stock loop adds the bias of another column
    const floats = inputs.a.dtype === 'float32' && inputs.b.dtype === 'float32';
    const prelu = inputs.preluActivationWeights;
    const sameForEachRow = !prelu || [1, columns].includes(util.sizeFromShape(prelu.shape));
    if (!floats || naive || (single && !transposeA && !transposeB) || !(single || sameForEachRow)) return stock(call);
    const a = transposeA ? swapLastTwo(backend, inputs.a) : inputs.a;
    const b = transposeB ? swapLastTwo(backend, inputs.b) : inputs.b;
    const plain = { ...call, inputs: { ...inputs, a, b }, attrs: { ...attrs, transposeA: false, transposeB: false } };
    try {
      return single ? stock(plain) : productOfBatch(stock, plain, outShape);
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
