import { storeEight } from './store-eight';

/**
 * out = act(a · b + bias): element (r, k) of `a` lies at r · aRow + k · aInner, (k, c) of `b` at k · bInner + c · bColumn, in bytes.
 *
 * `columns` is a multiple of eight. `packed` is room for eight columns of `b`, which are brought together first.
 */
export function multiplyDense(
  a: usize,
  aRow: usize,
  aInner: usize,
  rows: usize,
  inner: usize,
  b: usize,
  bInner: usize,
  bColumn: usize,
  columns: usize,
  bias: usize,
  out: usize,
  packed: usize,
  isRelu: bool,
): void {
  const stride = columns << 2;
  for (let column: usize = 0; column < columns; column += 8) {
    packEight(b + column * bColumn, inner, bInner, bColumn, packed);
    const to = out + (column << 2);
    const first = v128.load(bias + (column << 2));
    const second = v128.load(bias + (column << 2), 16);
    let row: usize = 0;
    for (; row + 4 <= rows; row += 4)
      fourRows(a + row * aRow, aRow, aInner, inner, packed, first, second, to + row * stride, stride, isRelu);
    for (; row < rows; row++) oneRow(a + row * aRow, aInner, inner, packed, first, second, to + row * stride, isRelu);
  }
}

function packEight(b: usize, inner: usize, bInner: usize, bColumn: usize, packed: usize): void {
  const end = packed + (inner << 5);
  for (; packed < end; packed += 32) {
    if (bColumn === 4) {
      v128.store(packed, v128.load(b));
      v128.store(packed, v128.load(b, 16), 16);
    } else {
      for (let column: usize = 0; column < 8; column++) store<f32>(packed + (column << 2), load<f32>(b + column * bColumn));
    }
    b += bInner;
  }
}

function fourRows(
  a: usize,
  aRow: usize,
  aInner: usize,
  inner: usize,
  packed: usize,
  first: v128,
  second: v128,
  out: usize,
  stride: usize,
  isRelu: bool,
): void {
  let s00 = first;
  let s01 = second;
  let s10 = first;
  let s11 = second;
  let s20 = first;
  let s21 = second;
  let s30 = first;
  let s31 = second;
  const a2 = aRow + aRow;
  const a3 = a2 + aRow;
  const end = packed + (inner << 5);
  for (; packed < end; packed += 32) {
    const left = v128.load(packed);
    const right = v128.load(packed, 16);
    const x0 = v128.load32_splat(a);
    s00 = f32x4.add(s00, f32x4.mul(x0, left));
    s01 = f32x4.add(s01, f32x4.mul(x0, right));
    const x1 = v128.load32_splat(a + aRow);
    s10 = f32x4.add(s10, f32x4.mul(x1, left));
    s11 = f32x4.add(s11, f32x4.mul(x1, right));
    const x2 = v128.load32_splat(a + a2);
    s20 = f32x4.add(s20, f32x4.mul(x2, left));
    s21 = f32x4.add(s21, f32x4.mul(x2, right));
    const x3 = v128.load32_splat(a + a3);
    s30 = f32x4.add(s30, f32x4.mul(x3, left));
    s31 = f32x4.add(s31, f32x4.mul(x3, right));
    a += aInner;
  }
  storeEight(out, s00, s01, isRelu);
  storeEight(out + stride, s10, s11, isRelu);
  out += stride << 1;
  storeEight(out, s20, s21, isRelu);
  storeEight(out + stride, s30, s31, isRelu);
}

function oneRow(a: usize, aInner: usize, inner: usize, packed: usize, first: v128, second: v128, out: usize, isRelu: bool): void {
  const end = packed + (inner << 5);
  for (; packed < end; packed += 32) {
    const x = v128.load32_splat(a);
    first = f32x4.add(first, f32x4.mul(x, v128.load(packed)));
    second = f32x4.add(second, f32x4.mul(x, v128.load(packed, 16)));
    a += aInner;
  }
  storeEight(out, first, second, isRelu);
}
