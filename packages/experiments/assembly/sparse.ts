import { storeEight } from './store-eight';

// A sparse matrix: row r has the entries from starts[r] to starts[r + 1], each with its column (`indices`) and its value.

/**
 * out = act(sparse · dense + bias). `columns`, those of `dense` and `out`, are a multiple of eight.
 *
 * One block of sixteen columns after the other, so that what is read of `dense` stays near.
 */
export function multiplySparse(
  starts: usize,
  indices: usize,
  values: usize,
  rows: usize,
  dense: usize,
  columns: usize,
  bias: usize,
  out: usize,
  isRelu: bool,
): void {
  const stride = columns << 2;
  for (let column: usize = 0; column < stride; column += 64) {
    const isWide = column + 64 <= stride;
    for (let row: usize = 0; row < rows; row++) {
      const at = starts + (row << 2);
      const from = valueAt(at);
      const to = valueAt(at + 4);
      const place = out + row * stride + column;
      if (isWide) sixteenColumns(from, to, indices, values, dense + column, stride, bias + column, place, isRelu);
      else eightColumns(from, to, indices, values, dense + column, stride, bias + column, place, isRelu);
    }
  }
}

function sixteenColumns(
  from: usize,
  to: usize,
  indices: usize,
  values: usize,
  dense: usize,
  stride: usize,
  bias: usize,
  out: usize,
  isRelu: bool,
): void {
  let s0 = v128.load(bias);
  let s1 = v128.load(bias, 16);
  let s2 = v128.load(bias, 32);
  let s3 = v128.load(bias, 48);
  for (let at = from; at < to; at++) {
    const value = v128.load32_splat(values + (at << 2));
    const row = dense + valueAt(indices + (at << 2)) * stride;
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(row)));
    s1 = f32x4.add(s1, f32x4.mul(value, v128.load(row, 16)));
    s2 = f32x4.add(s2, f32x4.mul(value, v128.load(row, 32)));
    s3 = f32x4.add(s3, f32x4.mul(value, v128.load(row, 48)));
  }
  storeEight(out, s0, s1, isRelu);
  storeEight(out + 32, s2, s3, isRelu);
}

function eightColumns(
  from: usize,
  to: usize,
  indices: usize,
  values: usize,
  dense: usize,
  stride: usize,
  bias: usize,
  out: usize,
  isRelu: bool,
): void {
  let s0 = v128.load(bias);
  let s1 = v128.load(bias, 16);
  for (let at = from; at < to; at++) {
    const value = v128.load32_splat(values + (at << 2));
    const row = dense + valueAt(indices + (at << 2)) * stride;
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(row)));
    s1 = f32x4.add(s1, f32x4.mul(value, v128.load(row, 16)));
  }
  storeEight(out, s0, s1, isRelu);
}

/** Makes rows of dense values a sparse matrix, and returns the number of its entries; writes one value behind the last. */
export function compress(x: usize, rows: usize, columns: usize, starts: usize, indices: usize, values: usize): usize {
  const zero = f32x4.splat(0);
  let count: usize = 0;
  for (let row: usize = 0; row < rows; row++) {
    setValue(starts + (row << 2), count);
    let column: usize = 0;
    for (; column + 4 <= columns; column += 4) {
      if (v128.any_true(f32x4.ne(v128.load(x), zero))) {
        count = put(x, column, indices, values, count);
        count = put(x + 4, column + 1, indices, values, count);
        count = put(x + 8, column + 2, indices, values, count);
        count = put(x + 12, column + 3, indices, values, count);
      }
      x += 16;
    }
    for (; column < columns; column++) {
      count = put(x, column, indices, values, count);
      x += 4;
    }
  }
  setValue(starts + (rows << 2), count);
  return count;
}

/** Writes an entry that is only counted when it is not zero: else the next one takes its place. */
function put(x: usize, column: usize, indices: usize, values: usize, count: usize): usize {
  const value = load<f32>(x);
  setValue(indices + (count << 2), column);
  store<f32>(values + (count << 2), value);
  return value !== 0 ? count + 1 : count;
}

/** Makes the second matrix the transpose of the first, `[rows, columns]`, with its entries in the order of the rows. */
export function transposeSparse(
  starts: usize,
  indices: usize,
  values: usize,
  rows: usize,
  columns: usize,
  toStarts: usize,
  toIndices: usize,
  toValues: usize,
): void {
  const count = valueAt(starts + (rows << 2));
  memory.fill(toStarts, 0, (columns + 2) << 2);
  // counts two places on, then starts one place on: putting the entries moves each start to the next
  for (let at: usize = 0; at < count; at++) {
    const place = toStarts + ((valueAt(indices + (at << 2)) + 2) << 2);
    setValue(place, valueAt(place) + 1);
  }
  for (let column: usize = 2; column < columns + 2; column++) {
    const place = toStarts + (column << 2);
    setValue(place, valueAt(place) + valueAt(place - 4));
  }
  for (let row: usize = 0; row < rows; row++) {
    const end = valueAt(starts + (row << 2) + 4);
    for (let at = valueAt(starts + (row << 2)); at < end; at++) {
      const place = toStarts + ((valueAt(indices + (at << 2)) + 1) << 2);
      const to = valueAt(place);
      setValue(place, to + 1);
      setValue(toIndices + (to << 2), row);
      store<f32>(toValues + (to << 2), load<f32>(values + (at << 2)));
    }
  }
}

function valueAt(place: usize): usize {
  return load<usize>(place);
}

function setValue(place: usize, value: usize): void {
  store<usize>(place, value);
}
