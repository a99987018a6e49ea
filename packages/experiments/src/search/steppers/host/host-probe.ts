/**
 * Σ over the batch of a[f, b] · dz[k, b] for every feature, kept or not: `[features, classes]`.
 *
 * The gradients of a softmax sum to zero over its classes, so with two classes the second is the negative of the first.
 */
export const featureGradients = (rows: Float32Array, gradient: Float32Array, classes: number, size: number): Float32Array => {
  const features = rows.length / size;
  const sums = new Float32Array(features * classes);
  const summed = classes === 2 ? 1 : classes;
  for (let feature = 0; feature < features; feature++) {
    for (let index = 0; index < summed; index++) {
      sums[feature * classes + index] = dot(rows, feature * size, gradient, index * size, size);
    }
    if (classes === 2) sums[feature * 2 + 1] = -sums[feature * 2]!;
  }
  return sums;
};

/** Four independent sums, because each addition waits for the one before it. */
const dot = (a: Float32Array, fromA: number, b: Float32Array, fromB: number, size: number): number => {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let at = 0;
  for (; at + 3 < size; at += 4) {
    first += a[fromA + at]! * b[fromB + at]!;
    second += a[fromA + at + 1]! * b[fromB + at + 1]!;
    third += a[fromA + at + 2]! * b[fromB + at + 2]!;
    fourth += a[fromA + at + 3]! * b[fromB + at + 3]!;
  }
  for (; at < size; at++) first += a[fromA + at]! * b[fromB + at]!;
  return first + second + third + fourth;
};
