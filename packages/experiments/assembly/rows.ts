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
