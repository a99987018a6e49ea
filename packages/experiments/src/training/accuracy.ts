/** The share of samples whose greatest output, `[samples, classes]`, is that of their label; NaN when an output is not finite. */
export const accuracyOf = (outputs: Float32Array, y: Uint8Array): number => {
  const classes = outputs.length / y.length;
  let right = 0;
  for (let sample = 0; sample < y.length; sample++) {
    let best = 0;
    for (let index = 0; index < classes; index++) {
      const output = outputs[sample * classes + index]!;
      if (!Number.isFinite(output)) return Number.NaN;
      if (output > outputs[sample * classes + best]!) best = index;
    }
    if (best === y[sample]) right++;
  }
  return right / y.length;
};
