/** Adds value · row[block of 32] for the entries of one sparse row to eight accumulators; see multiplySparse. */
function rowBlock32(
  from: u32,
  to: u32,
  indices: usize,
  values: usize,
  dense: usize,
  stride: usize,
  bias: usize,
  out: usize,
  isRelu: bool,
): void {
  let s0 = v128.load(bias),
    s1 = v128.load(bias, 16),
    s2 = v128.load(bias, 32),
    s3 = v128.load(bias, 48);
  let s4 = v128.load(bias, 64),
    s5 = v128.load(bias, 80),
    s6 = v128.load(bias, 96),
    s7 = v128.load(bias, 112);
  for (let at = from; at < to; at++) {
    const value = v128.load32_splat(values + (at << 2));
    const row = dense + load<u32>(indices + (at << 2)) * stride;
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(row)));
    s1 = f32x4.add(s1, f32x4.mul(value, v128.load(row, 16)));
    s2 = f32x4.add(s2, f32x4.mul(value, v128.load(row, 32)));
    s3 = f32x4.add(s3, f32x4.mul(value, v128.load(row, 48)));
    s4 = f32x4.add(s4, f32x4.mul(value, v128.load(row, 64)));
    s5 = f32x4.add(s5, f32x4.mul(value, v128.load(row, 80)));
    s6 = f32x4.add(s6, f32x4.mul(value, v128.load(row, 96)));
    s7 = f32x4.add(s7, f32x4.mul(value, v128.load(row, 112)));
  }
  if (isRelu) {
    const zero = f32x4.splat(0);
    s0 = f32x4.max(s0, zero);
    s1 = f32x4.max(s1, zero);
    s2 = f32x4.max(s2, zero);
    s3 = f32x4.max(s3, zero);
    s4 = f32x4.max(s4, zero);
    s5 = f32x4.max(s5, zero);
    s6 = f32x4.max(s6, zero);
    s7 = f32x4.max(s7, zero);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}
function rowBlock4(
  from: u32,
  to: u32,
  indices: usize,
  values: usize,
  dense: usize,
  stride: usize,
  bias: usize,
  out: usize,
  isRelu: bool,
): void {
  let sum = v128.load(bias);
  for (let at = from; at < to; at++) {
    const row = dense + load<u32>(indices + (at << 2)) * stride;
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(values + (at << 2)), v128.load(row)));
  }
  v128.store(out, isRelu ? f32x4.max(sum, f32x4.splat(0)) : sum);
}
function rowBlock12(
  from: u32,
  to: u32,
  indices: usize,
  values: usize,
  dense: usize,
  stride: usize,
  bias: usize,
  out: usize,
  isRelu: bool,
): void {
  let s0 = v128.load(bias),
    s1 = v128.load(bias, 16),
    s2 = v128.load(bias, 32);
  for (let at = from; at < to; at++) {
    const value = v128.load32_splat(values + (at << 2));
    const row = dense + load<u32>(indices + (at << 2)) * stride;
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(row)));
    s1 = f32x4.add(s1, f32x4.mul(value, v128.load(row, 16)));
    s2 = f32x4.add(s2, f32x4.mul(value, v128.load(row, 32)));
  }
  const zero = f32x4.splat(0);
  if (isRelu) {
    s0 = f32x4.max(s0, zero);
    s1 = f32x4.max(s1, zero);
    s2 = f32x4.max(s2, zero);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
}

export function multiplySparse(
  starts: usize,
  indices: usize,
  values: usize,
  rows: u32,
  dense: usize,
  columns: u32,
  bias: usize,
  out: usize,
  isRelu: bool,
): void {
  const stride = columns << 2;
  let column: usize = 0;
  for (; column + 128 <= stride; column += 128) {
    for (let row: u32 = 0; row < rows; row++) {
      const at = starts + (row << 2);
      rowBlock32(
        load<u32>(at),
        load<u32>(at, 4),
        indices,
        values,
        dense + column,
        stride,
        bias + column,
        out + row * stride + column,
        isRelu,
      );
    }
  }
  for (; column + 48 <= stride; column += 48) {
    for (let row: u32 = 0; row < rows; row++) {
      const at = starts + (row << 2);
      rowBlock12(
        load<u32>(at),
        load<u32>(at, 4),
        indices,
        values,
        dense + column,
        stride,
        bias + column,
        out + row * stride + column,
        isRelu,
      );
    }
  }
  for (; column + 16 <= stride; column += 16) {
    for (let row: u32 = 0; row < rows; row++) {
      const at = starts + (row << 2);
      rowBlock4(
        load<u32>(at),
        load<u32>(at, 4),
        indices,
        values,
        dense + column,
        stride,
        bias + column,
        out + row * stride + column,
        isRelu,
      );
    }
  }
}

/** Rows of dense values as the starts, indices and values of their entries that are not zero. */
export function compress(x: usize, rows: u32, columns: u32, starts: usize, indices: usize, values: usize): u32 {
  let count: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    store<u32>(starts + (row << 2), count);
    for (let column: u32 = 0; column < columns; column++) {
      const value = load<f32>(x);
      x += 4;
      store<u32>(indices + (count << 2), column);
      store<f32>(values + (count << 2), value);
      count += u32(value !== 0);
    }
  }
  store<u32>(starts + (rows << 2), count);
  return count;
}

/** The transpose of a compressed matrix, its entries ordered by row within each column. */
export function transposeSparse(
  starts: usize,
  indices: usize,
  values: usize,
  rows: u32,
  columns: u32,
  toStarts: usize,
  toIndices: usize,
  toValues: usize,
): void {
  const count = load<u32>(starts + (rows << 2));
  memory.fill(toStarts, 0, (columns + 2) << 2);
  for (let at: u32 = 0; at < count; at++) {
    const place = toStarts + ((load<u32>(indices + (at << 2)) + 2) << 2);
    store<u32>(place, load<u32>(place) + 1);
  }
  for (let column: u32 = 2; column < columns + 2; column++) {
    const place = toStarts + (column << 2);
    store<u32>(place, load<u32>(place) + load<u32>(place - 4));
  }
  for (let row: u32 = 0; row < rows; row++) {
    const end = load<u32>(starts + (row << 2), 4);
    for (let at = load<u32>(starts + (row << 2)); at < end; at++) {
      const place = toStarts + ((load<u32>(indices + (at << 2)) + 1) << 2);
      const to = load<u32>(place);
      store<u32>(place, to + 1);
      store<u32>(toIndices + (to << 2), row);
      store<f32>(toValues + (to << 2), load<f32>(values + (at << 2)));
    }
  }
}

export function adam(parameters: usize, gradient: usize, first: usize, second: usize, count: u32, rate: f32, secondScale: f32): void {
  const tiny = f32x4.splat(1e-30);
  const end = parameters + (count << 2);
  const scale = f32x4.splat(secondScale),
    r = f32x4.splat(rate),
    eps = f32x4.splat(1e-7);
  const b1 = f32x4.splat(0.9),
    c1 = f32x4.splat(0.1),
    b2 = f32x4.splat(0.999),
    c2 = f32x4.splat(0.001);
  while (parameters < end) {
    const g = v128.load(gradient);
    const m = f32x4.sub(f32x4.add(f32x4.add(f32x4.mul(b1, v128.load(first)), f32x4.mul(c1, g)), tiny), tiny);
    const v = f32x4.sub(f32x4.add(f32x4.add(f32x4.mul(b2, v128.load(second)), f32x4.mul(c2, f32x4.mul(g, g))), tiny), tiny);
    v128.store(first, m);
    v128.store(second, v);
    v128.store(parameters, f32x4.sub(v128.load(parameters), f32x4.div(f32x4.mul(r, m), f32x4.add(f32x4.sqrt(f32x4.mul(v, scale)), eps))));
    parameters += 16;
    gradient += 16;
    first += 16;
    second += 16;
  }
}

/**
 * out = act(a · b + bias): element (r, k) of `a` lies at r · aRow + k · aInner, (k, c) of `b` at k · bInner + c · bColumn, in bytes.
 *
 * `columns` is a multiple of four, and so are the values in a row of `out`. `packed` is room for eight columns of `b`.
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
    const wide = column + 8 <= columns;
    packColumns(b + column * bColumn, inner, bInner, bColumn, packed, wide);
    const to = out + (column << 2);
    const first = v128.load(bias + (column << 2));
    const second = wide ? v128.load(bias + (column << 2), 16) : f32x4.splat(0);
    let row: usize = 0;
    for (; row + 4 <= rows; row += 4)
      fourRows(a + row * aRow, aRow, aInner, inner, packed, first, second, to + row * stride, stride, wide, isRelu);
    for (; row < rows; row++) oneRow(a + row * aRow, aInner, inner, packed, first, second, to + row * stride, wide, isRelu);
  }
}

function packColumns(b: usize, inner: usize, bInner: usize, bColumn: usize, packed: usize, wide: bool): void {
  for (let k: usize = 0; k < inner; k++) {
    if (bColumn === 4) {
      v128.store(packed, v128.load(b));
      v128.store(packed, wide ? v128.load(b, 16) : f32x4.splat(0), 16);
    } else {
      const columns: usize = wide ? 8 : 4;
      for (let column: usize = 0; column < columns; column++) store<f32>(packed + (column << 2), load<f32>(b + column * bColumn));
      if (!wide) v128.store(packed, f32x4.splat(0), 16);
    }
    b += bInner;
    packed += 32;
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
  wide: bool,
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
  const a2 = 2 * aRow;
  const a3 = 3 * aRow;
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
  storeRow(out, s00, s01, wide, isRelu);
  storeRow(out + stride, s10, s11, wide, isRelu);
  storeRow(out + 2 * stride, s20, s21, wide, isRelu);
  storeRow(out + 3 * stride, s30, s31, wide, isRelu);
}

function oneRow(
  a: usize,
  aInner: usize,
  inner: usize,
  packed: usize,
  first: v128,
  second: v128,
  out: usize,
  wide: bool,
  isRelu: bool,
): void {
  const end = packed + (inner << 5);
  for (; packed < end; packed += 32) {
    const x = v128.load32_splat(a);
    first = f32x4.add(first, f32x4.mul(x, v128.load(packed)));
    second = f32x4.add(second, f32x4.mul(x, v128.load(packed, 16)));
    a += aInner;
  }
  storeRow(out, first, second, wide, isRelu);
}

function storeRow(out: usize, first: v128, second: v128, wide: bool, isRelu: bool): void {
  const zero = f32x4.splat(0);
  v128.store(out, isRelu ? f32x4.max(first, zero) : first);
  if (wide) v128.store(out, isRelu ? f32x4.max(second, zero) : second, 16);
}

/** The sum of the rows of a matrix whose columns are a multiple of four. */
export function sumRows(values: usize, rows: usize, columns: usize, sums: usize): void {
  const stride = columns << 2;
  for (let column: usize = 0; column < stride; column += 16) {
    let sum = f32x4.splat(0);
    for (let row: usize = 0; row < rows; row++) sum = f32x4.add(sum, v128.load(values + row * stride + column));
    v128.store(sums + column, sum);
  }
}

/** Makes a gradient zero where the output of the relu that it goes through is. */
export function gate(gradient: usize, outputs: usize, count: usize): void {
  const end = gradient + (count << 2);
  const zero = f32x4.splat(0);
  for (; gradient < end; gradient += 16) {
    v128.store(gradient, v128.andnot(v128.load(gradient), f32x4.le(v128.load(outputs), zero)));
    outputs += 16;
  }
}
