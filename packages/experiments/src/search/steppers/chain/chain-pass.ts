import { product, productTransposed } from '../../../masked/dense/products.js';
import type { FrozenDenseLayer } from '../../../masked/dense/read-chain.js';
import type { Scratch } from './scratch.js';

/** Rows `[units, batch]` of one layer under one task's mask. */
type Rows = Float32Array;

/**
 * One layer forward for one task: relu(W · (m ⊙ x) + b), from the inputs that the sampled mask keeps only.
 *
 * `inputs` is `[inputs, batch]`; the result is `[units, batch]`.
 */
export const forwardLayer = (
  { inputs, units, weights, isRelu }: FrozenDenseLayer,
  kept: Uint32Array,
  rows: Rows,
  batch: number,
  scratch: Scratch,
): Rows => {
  const width = kept.length + 1;
  const x = scratch('kept inputs', width * batch);
  const w = scratch('weights of kept inputs', units * width);
  for (let at = 0; at < kept.length; at++) x.set(rows.subarray(kept[at]! * batch, (kept[at]! + 1) * batch), at * batch);
  x.fill(1, kept.length * batch);
  for (let unit = 0; unit < units; unit++) {
    const start = unit * (inputs + 1);
    for (let at = 0; at < kept.length; at++) w[unit * width + at] = weights[start + kept[at]!]!;
    w[unit * width + kept.length] = weights[start + inputs]!;
  }
  return product(w, x, units, batch, isRelu);
};

/**
 * Adds the gradient of a mask, from that of the layer after it, to `gradient`: Σ over kept units o of W[o, i] · (dPre · xᵀ)[o, i].
 *
 * `outer` is dPre · xᵀ, `[kept, inputs]`.
 */
export const addMaskGradient = (
  { inputs, weights }: FrozenDenseLayer,
  kept: Uint32Array,
  outer: Float32Array,
  gradient: Float32Array,
): void => {
  for (let at = 0; at < kept.length; at++) {
    const row = kept[at]! * (inputs + 1);
    for (let input = 0; input < inputs; input++) gradient[input]! += outer[at * inputs + input]! * weights[row + input]!;
  }
};

/** The pre-activation gradient of the kept units of the layer before: (Wᵀ · dPre) ⊙ 1[a > 0], `[kept below, batch]`. */
export const backwardLayer = (
  { inputs, weights }: FrozenDenseLayer,
  below: { readonly layer: FrozenDenseLayer; readonly kept: Uint32Array; readonly rows: Rows },
  kept: Uint32Array,
  gradient: Rows,
  batch: number,
): Rows => {
  const w = new Float32Array(below.kept.length * kept.length);
  below.kept.forEach((input, row) => {
    kept.forEach((unit, column) => {
      w[row * kept.length + column] = weights[unit * (inputs + 1) + input]!;
    });
  });
  const result = kept.length === 0 ? new Float32Array(below.kept.length * batch) : product(w, gradient, below.kept.length, batch);
  return below.layer.isRelu ? gateByRows(result, below.kept, below.rows, batch) : result;
};

/** The rows of a gradient, zero where the activation of the kept unit is zero. */
export const gateByRows = (gradient: Rows, kept: Uint32Array, rows: Rows, batch: number): Rows => {
  for (let at = 0; at < kept.length; at++) {
    const row = kept[at]! * batch;
    for (let sample = 0; sample < batch; sample++) {
      if (rows[row + sample]! <= 0) gradient[at * batch + sample] = 0;
    }
  }
  return gradient;
};

/** dPre · xᵀ of one task, `[kept, inputs]`. */
export const outerProduct = (gradient: Rows, rows: Rows, kept: Uint32Array, inputs: number): Float32Array =>
  productTransposed(gradient, rows, kept.length, inputs);
