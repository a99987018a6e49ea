import { multiplyImage } from './products';

/**
 * A kernel of 3 × 3 at every position of an image, as {@link multiplyImage} computes it, by tiles of 2 × 2 positions: 16 products for 36. Winograd's
 * minimal filtering, Lavin and Gray 2016 (arXiv 1509.09308).
 *
 * `x` is the first value that the first position reads. `packed` has the transformed kernel, `[16, blocks, count, 8]`, `offsets` where the channels
 * in use lie. `tileRows` rows of tiles are computed at once, for which `inputs` has room for 16 · tiles · `channels` values and `sums` for 16 ·
 * tiles · 8 · `blocks`.
 */
export function multiplyTiles(
  x: usize,
  xRow: usize,
  channels: usize,
  rows: usize,
  columns: usize,
  tileRows: usize,
  offsets: usize,
  count: usize,
  packed: usize,
  blocks: usize,
  bias: usize,
  zeros: usize,
  out: usize,
  outRow: usize,
  outColumn: usize,
  slope: f32,
  adds: bool,
  inputs: usize,
  sums: usize,
): void {
  const column = channels << 2;
  const width = blocks << 5;
  const across = columns >> 1;
  for (let row: usize = 0; row < rows; row += tileRows << 1) {
    const high = min(tileRows, (rows - row) >> 1);
    const tiles = high * across;
    let to = inputs;
    for (let y: usize = 0; y < high; y++)
      for (let tile: usize = 0; tile < across; tile++) {
        transformInput(x + (row + (y << 1)) * xRow + (tile << 1) * column, xRow, column, to, tiles * column);
        to += column;
      }
    for (let place: usize = 0; place < 16; place++)
      multiplyImage(
        inputs + place * tiles * column,
        0,
        column,
        1,
        tiles,
        offsets,
        count,
        packed + place * count * width,
        blocks,
        zeros,
        sums + place * tiles * width,
        0,
        width,
        1,
        false,
      );
    let from = sums;
    for (let y: usize = 0; y < high; y++)
      for (let tile: usize = 0; tile < across; tile++) {
        const place = out + (row + (y << 1)) * outRow + (tile << 1) * outColumn;
        transformOutput(from, tiles * width, width, bias, place, outRow, outColumn, slope, adds);
        from += width;
      }
  }
}

/** Bᵀ·d·B of 4 × 4 values of each channel, one row of Bᵀ·d after the other. */
function transformInput(first: usize, xRow: usize, column: usize, to: usize, step: usize): void {
  const second = first + xRow;
  const third = second + xRow;
  const fourth = third + xRow;
  const column2 = column << 1;
  const column3 = column2 + column;
  const step2 = step << 1;
  const step3 = step2 + step;
  for (let at: usize = 0; at < column; at += 16) {
    let a = f32x4.sub(v128.load(first + at), v128.load(third + at));
    let b = f32x4.sub(v128.load(first + at + column), v128.load(third + at + column));
    let c = f32x4.sub(v128.load(first + at + column2), v128.load(third + at + column2));
    let d = f32x4.sub(v128.load(first + at + column3), v128.load(third + at + column3));
    let place = to + at;
    v128.store(place, f32x4.sub(a, c));
    v128.store(place + step, f32x4.add(b, c));
    v128.store(place + step2, f32x4.sub(c, b));
    v128.store(place + step3, f32x4.sub(b, d));
    a = f32x4.add(v128.load(second + at), v128.load(third + at));
    b = f32x4.add(v128.load(second + at + column), v128.load(third + at + column));
    c = f32x4.add(v128.load(second + at + column2), v128.load(third + at + column2));
    d = f32x4.add(v128.load(second + at + column3), v128.load(third + at + column3));
    place = to + at + 4 * step;
    v128.store(place, f32x4.sub(a, c));
    v128.store(place + step, f32x4.add(b, c));
    v128.store(place + step2, f32x4.sub(c, b));
    v128.store(place + step3, f32x4.sub(b, d));
    a = f32x4.sub(v128.load(third + at), v128.load(second + at));
    b = f32x4.sub(v128.load(third + at + column), v128.load(second + at + column));
    c = f32x4.sub(v128.load(third + at + column2), v128.load(second + at + column2));
    d = f32x4.sub(v128.load(third + at + column3), v128.load(second + at + column3));
    place = to + at + 8 * step;
    v128.store(place, f32x4.sub(a, c));
    v128.store(place + step, f32x4.add(b, c));
    v128.store(place + step2, f32x4.sub(c, b));
    v128.store(place + step3, f32x4.sub(b, d));
    a = f32x4.sub(v128.load(second + at), v128.load(fourth + at));
    b = f32x4.sub(v128.load(second + at + column), v128.load(fourth + at + column));
    c = f32x4.sub(v128.load(second + at + column2), v128.load(fourth + at + column2));
    d = f32x4.sub(v128.load(second + at + column3), v128.load(fourth + at + column3));
    place = to + at + 12 * step;
    v128.store(place, f32x4.sub(a, c));
    v128.store(place + step, f32x4.add(b, c));
    v128.store(place + step2, f32x4.sub(c, b));
    v128.store(place + step3, f32x4.sub(b, d));
  }
}

/** Aᵀ·m·A of 4 × 4 sums of each unit, with the start and the activation of each of 2 × 2 positions. */
function transformOutput(
  sums: usize,
  step: usize,
  width: usize,
  bias: usize,
  out: usize,
  outRow: usize,
  outColumn: usize,
  slope: f32,
  adds: bool,
): void {
  const slopes = f32x4.splat(slope);
  const step2 = step << 1;
  const step3 = step2 + step;
  const row = step << 2;
  const row2 = row << 1;
  const row3 = row2 + row;
  for (let at: usize = 0; at < width; at += 16) {
    const from = sums + at;
    let a = f32x4.add(f32x4.add(v128.load(from), v128.load(from + row)), v128.load(from + row2));
    let b = f32x4.add(f32x4.add(v128.load(from + step), v128.load(from + step + row)), v128.load(from + step + row2));
    let c = f32x4.add(f32x4.add(v128.load(from + step2), v128.load(from + step2 + row)), v128.load(from + step2 + row2));
    let d = f32x4.add(f32x4.add(v128.load(from + step3), v128.load(from + step3 + row)), v128.load(from + step3 + row2));
    let place = out + at;
    storeActive(place, f32x4.add(f32x4.add(a, b), c), adds ? place : bias + at, slopes);
    place += outColumn;
    storeActive(place, f32x4.sub(f32x4.sub(b, c), d), adds ? place : bias + at, slopes);
    a = f32x4.sub(f32x4.sub(v128.load(from + row), v128.load(from + row2)), v128.load(from + row3));
    b = f32x4.sub(f32x4.sub(v128.load(from + step + row), v128.load(from + step + row2)), v128.load(from + step + row3));
    c = f32x4.sub(f32x4.sub(v128.load(from + step2 + row), v128.load(from + step2 + row2)), v128.load(from + step2 + row3));
    d = f32x4.sub(f32x4.sub(v128.load(from + step3 + row), v128.load(from + step3 + row2)), v128.load(from + step3 + row3));
    place = out + outRow + at;
    storeActive(place, f32x4.add(f32x4.add(a, b), c), adds ? place : bias + at, slopes);
    place += outColumn;
    storeActive(place, f32x4.sub(f32x4.sub(b, c), d), adds ? place : bias + at, slopes);
  }
}

function storeActive(out: usize, value: v128, start: usize, slopes: v128): void {
  const sum = f32x4.add(value, v128.load(start));
  v128.store(out, f32x4.max(sum, f32x4.mul(sum, slopes)));
}
