/** Where one task's head stands in the arrays of all heads. */
export interface HeadPlace {
  readonly task: number;
  readonly features: number;
  readonly classes: number;
}

/** The logits of one task's head on a batch, `[classes, batch]`: c[k] + Σ over kept features of K[f, k] · a[f, b]. */
export const headLogits = (
  { task, features, classes }: HeadPlace,
  { kernel, bias }: { readonly kernel: Float32Array; readonly bias: Float32Array },
  kept: Uint32Array,
  rows: Float32Array,
  size: number,
): Float32Array => {
  const logits = new Float32Array(classes * size);
  for (let index = 0; index < classes; index++) {
    const row = logits.subarray(index * size, (index + 1) * size).fill(bias[task * classes + index]!);
    for (const feature of kept) {
      const weight = kernel[(task * features + feature) * classes + index]!;
      const values = rows.subarray(feature * size, (feature + 1) * size);
      for (let sample = 0; sample < size; sample++) row[sample]! += weight * values[sample]!;
    }
  }
  return logits;
};

/** Σ over the batch of a[f, b] · dz[k, b] for every feature, kept or not: `[features, classes]`. */
export const featureGradients = (
  rows: Float32Array,
  gradient: Float32Array,
  { features, classes }: HeadPlace,
  size: number,
): Float32Array => {
  const sums = new Float32Array(features * classes);
  for (let feature = 0; feature < features; feature++) {
    for (let index = 0; index < classes; index++) {
      let sum = 0;
      for (let sample = 0; sample < size; sample++) sum += rows[feature * size + sample]! * gradient[index * size + sample]!;
      sums[feature * classes + index] = sum;
    }
  }
  return sums;
};

/** Σ over classes of K[f, k] · dz[k, b] for the kept features: `[kept, batch]`. */
export const backwardHead = (
  { task, features, classes }: HeadPlace,
  kernel: Float32Array,
  kept: Uint32Array,
  gradient: Float32Array,
  size: number,
): Float32Array => {
  const rows = new Float32Array(kept.length * size);
  kept.forEach((feature, at) => {
    for (let index = 0; index < classes; index++) {
      const weight = kernel[(task * features + feature) * classes + index]!;
      for (let sample = 0; sample < size; sample++) rows[at * size + sample]! += weight * gradient[index * size + sample]!;
    }
  });
  return rows;
};
