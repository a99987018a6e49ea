/**
 * out = max(sum, slope · sum) with sum = x · factor + offset, plus what `out` holds with `adds`, for each channel of an image. `factor` and
 * `offset` have a value for each channel.
 *
 * Here and below, `channels` is a multiple of four, the first ones of a position; the sizes of columns and rows are in bytes.
 */
export function scaleImage(
  x: usize,
  xRow: usize,
  rows: usize,
  columns: usize,
  column: usize,
  channels: usize,
  factor: usize,
  offset: usize,
  out: usize,
  outRow: usize,
  slope: f32,
  adds: bool,
): void {
  const slopes = f32x4.splat(slope);
  const width = channels << 2;
  for (let row: usize = 0; row < rows; row++) {
    let from = x + row * xRow;
    let to = out + row * outRow;
    const end = to + columns * column;
    while (to < end) {
      for (let at: usize = 0; at < width; at += 16) {
        const scaled = f32x4.add(f32x4.mul(v128.load(from + at), v128.load(factor + at)), v128.load(offset + at));
        const sum = adds ? f32x4.add(scaled, v128.load(to + at)) : scaled;
        v128.store(to + at, f32x4.max(sum, f32x4.mul(sum, slopes)));
      }
      from += column;
      to += column;
    }
  }
}

/**
 * The gradient through a mask and an activation, in place: adds Σ over positions of gradient · value to `sums`, then multiplies the gradient by
 * the mask, and by the slope where the value is not above 0.
 */
export function gateImage(
  gradient: usize,
  gradientRow: usize,
  values: usize,
  valuesRow: usize,
  rows: usize,
  columns: usize,
  channels: usize,
  mask: usize,
  sums: usize,
  slope: f32,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const slopes = f32x4.splat(slope);
  const width = channels << 2;
  for (let at: usize = 0; at < width; at += 16) {
    const kept = v128.load(mask + at);
    let sum = zero;
    for (let row: usize = 0; row < rows; row++) {
      let to = gradient + row * gradientRow + at;
      let from = values + row * valuesRow + at;
      for (let column: usize = 0; column < columns; column++) {
        const slant = v128.load(to);
        const value = v128.load(from);
        sum = f32x4.add(sum, f32x4.mul(slant, value));
        v128.store(to, f32x4.mul(f32x4.mul(slant, kept), v128.bitselect(one, slopes, f32x4.gt(value, zero))));
        to += width;
        from += width;
      }
    }
    v128.store(sums + at, f32x4.add(v128.load(sums + at), sum));
  }
}

/** Sets an image to zero, without its border. */
export function clearImage(image: usize, row: usize, rows: usize, columns: usize, channels: usize): void {
  for (; rows > 0; rows--) {
    memory.fill(image, 0, (columns * channels) << 2);
    image += row;
  }
}

/** The largest value of each channel in a window of `rows` × `columns`, of which dropped channels are 0; the first one, if several are. */
export function largest(x: usize, xRow: usize, rows: usize, columns: usize, column: usize, channels: usize, mask: usize, out: usize): void {
  const width = channels << 2;
  for (let at: usize = 0; at < width; at += 16) {
    const kept = v128.load(mask + at);
    let best = f32x4.mul(v128.load(x + at), kept);
    for (let row: usize = 0; row < rows; row++) {
      let from = x + row * xRow + at;
      for (let place: usize = 0; place < columns; place++) {
        best = f32x4.max(best, f32x4.mul(v128.load(from), kept));
        from += column;
      }
    }
    v128.store(out + at, best);
  }
}

/** Adds the gradient of {@link largest} to that of its first largest value. */
export function spreadLargest(
  x: usize,
  xRow: usize,
  rows: usize,
  columns: usize,
  channels: usize,
  mask: usize,
  out: usize,
  gradient: usize,
  to: usize,
  toRow: usize,
): void {
  const width = channels << 2;
  for (let at: usize = 0; at < width; at += 16) {
    const kept = v128.load(mask + at);
    const best = v128.load(out + at);
    let left = v128.load(gradient + at);
    for (let row: usize = 0; row < rows; row++) {
      let from = x + row * xRow + at;
      let place = to + row * toRow + at;
      for (let column: usize = 0; column < columns; column++) {
        const isBest = f32x4.eq(f32x4.mul(v128.load(from), kept), best);
        v128.store(place, f32x4.add(v128.load(place), v128.and(left, isBest)));
        left = v128.andnot(left, isBest);
        from += width;
        place += width;
      }
    }
  }
}

/** The mean of each channel in a window, of which dropped channels are 0. */
export function mean(x: usize, xRow: usize, rows: usize, columns: usize, column: usize, channels: usize, mask: usize, out: usize): void {
  const width = channels << 2;
  const share = f32x4.splat(1 / f32(rows * columns));
  for (let at: usize = 0; at < width; at += 16) {
    let sum = f32x4.splat(0);
    for (let row: usize = 0; row < rows; row++) {
      let from = x + row * xRow + at;
      for (let place: usize = 0; place < columns; place++) {
        sum = f32x4.add(sum, v128.load(from));
        from += column;
      }
    }
    v128.store(out + at, f32x4.mul(f32x4.mul(sum, share), v128.load(mask + at)));
  }
}

/** Adds the gradient of {@link mean} to that of its window. */
export function spreadMean(gradient: usize, rows: usize, columns: usize, channels: usize, to: usize, toRow: usize): void {
  const width = channels << 2;
  const share = f32x4.splat(1 / f32(rows * columns));
  for (let at: usize = 0; at < width; at += 16) {
    const part = f32x4.mul(v128.load(gradient + at), share);
    for (let row: usize = 0; row < rows; row++) {
      let place = to + row * toRow + at;
      for (let column: usize = 0; column < columns; column++) {
        v128.store(place, f32x4.add(v128.load(place), part));
        place += width;
      }
    }
  }
}
