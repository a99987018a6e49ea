/**
 * Products of a kernel with an image, eight units at a time: out = max(sum, slope · sum) with sum = start + Σ over t of x[offsets[t]] · w[t].
 *
 * The start is the bias or, with `adds`, what `out` holds. `x` and `out` move by their steps for each of `rows` × `columns` positions.
 * Offsets and steps are in bytes; weights are `[blocks, count, 8]`.
 */
export function multiplyImage(
  x: usize,
  xRow: usize,
  xColumn: usize,
  rows: usize,
  columns: usize,
  offsets: usize,
  count: usize,
  weights: usize,
  blocks: usize,
  bias: usize,
  out: usize,
  outRow: usize,
  outColumn: usize,
  slope: f32,
  adds: bool,
): void {
  const slopes = f32x4.splat(slope);
  const end = offsets + (count << 2);
  for (let block: usize = 0; block < blocks; block++) {
    const start = block << 5;
    for (let row: usize = 0; row < rows; row++) {
      let from = x + row * xRow;
      let to = out + row * outRow + start;
      let column: usize = 0;
      for (; column + 4 <= columns; column += 4) {
        fourPositions(from, xColumn, offsets, end, weights, bias + start, to, outColumn, slopes, adds);
        from += xColumn << 2;
        to += outColumn << 2;
      }
      for (; column < columns; column++) {
        onePosition(from, offsets, end, weights, adds ? to : bias + start, to, slopes);
        from += xColumn;
        to += outColumn;
      }
    }
    weights += count << 5;
  }
}

function fourPositions(
  x: usize,
  step: usize,
  offset: usize,
  end: usize,
  weights: usize,
  bias: usize,
  out: usize,
  outStep: usize,
  slopes: v128,
  adds: bool,
): void {
  const starts = adds ? out : bias;
  const startStep = adds ? outStep : 0;
  const out2 = out + (outStep << 1);
  const start2 = starts + (startStep << 1);
  let s00 = v128.load(starts);
  let s01 = v128.load(starts, 16);
  let s10 = v128.load(starts + startStep);
  let s11 = v128.load(starts + startStep, 16);
  let s20 = v128.load(start2);
  let s21 = v128.load(start2, 16);
  let s30 = v128.load(start2 + startStep);
  let s31 = v128.load(start2 + startStep, 16);
  const step2 = step << 1;
  const step3 = step2 + step;
  for (; offset < end; offset += 4) {
    const from = x + load<u32>(offset);
    const left = v128.load(weights);
    const right = v128.load(weights, 16);
    const x0 = v128.load32_splat(from);
    s00 = f32x4.add(s00, f32x4.mul(x0, left));
    s01 = f32x4.add(s01, f32x4.mul(x0, right));
    const x1 = v128.load32_splat(from + step);
    s10 = f32x4.add(s10, f32x4.mul(x1, left));
    s11 = f32x4.add(s11, f32x4.mul(x1, right));
    const x2 = v128.load32_splat(from + step2);
    s20 = f32x4.add(s20, f32x4.mul(x2, left));
    s21 = f32x4.add(s21, f32x4.mul(x2, right));
    const x3 = v128.load32_splat(from + step3);
    s30 = f32x4.add(s30, f32x4.mul(x3, left));
    s31 = f32x4.add(s31, f32x4.mul(x3, right));
    weights += 32;
  }
  storePair(out, s00, s01, slopes);
  storePair(out + outStep, s10, s11, slopes);
  storePair(out2, s20, s21, slopes);
  storePair(out2 + outStep, s30, s31, slopes);
}

function onePosition(x: usize, offset: usize, end: usize, weights: usize, start: usize, out: usize, slopes: v128): void {
  let first = v128.load(start);
  let second = v128.load(start, 16);
  for (; offset < end; offset += 4) {
    const value = v128.load32_splat(x + load<u32>(offset));
    first = f32x4.add(first, f32x4.mul(value, v128.load(weights)));
    second = f32x4.add(second, f32x4.mul(value, v128.load(weights, 16)));
    weights += 32;
  }
  storePair(out, first, second, slopes);
}

function storePair(out: usize, first: v128, second: v128, slopes: v128): void {
  v128.store(out, f32x4.max(first, f32x4.mul(first, slopes)));
  v128.store(out, f32x4.max(second, f32x4.mul(second, slopes)), 16);
}

/** Copies rows of a matrix of `blocks` × 8 columns to `[blocks, count, 8]`. */
export function packRows(matrix: usize, rows: usize, count: usize, blocks: usize, to: usize): void {
  const stride = blocks << 5;
  const end = rows + (count << 2);
  for (let block: usize = 0; block < blocks; block++) {
    for (let row = rows; row < end; row += 4) {
      const from = matrix + load<u32>(row) * stride;
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      to += 32;
    }
    matrix += 32;
  }
}

/** Copies some columns of rows of a matrix to `[blocks, count, 8]`: `columns` has `blocks` × 8 of them, `stride` is the size of a row in bytes. */
export function packColumns(matrix: usize, stride: usize, rows: usize, count: usize, columns: usize, blocks: usize, to: usize): void {
  const end = rows + (count << 2);
  for (let block: usize = 0; block < blocks; block++) {
    for (let row = rows; row < end; row += 4) {
      const from = matrix + load<u32>(row) * stride;
      for (let at: usize = 0; at < 32; at += 4) store<f32>(to + at, load<f32>(from + (load<u32>(columns + at) << 2)));
      to += 32;
    }
    columns += 32;
  }
}
