/** What is added to a probability before its logarithm is taken, as in the general trainer. */
const smallest = 1e-7;

/**
 * The mean cross-entropy of a batch, −ln(p + 1e-7), from logits `[batch, classes]`; the logits become their gradient in place.
 *
 * A label outside the classes weighs nothing.
 */
export const softmaxGradient = (logits: Float32Array, y: Uint8Array, batch: Uint32Array): number => {
  const classes = logits.length / batch.length;
  let loss = 0;
  for (let sample = 0; sample < batch.length; sample++) {
    const start = sample * classes;
    let greatest = Number.NEGATIVE_INFINITY;
    for (let at = start; at < start + classes; at++) greatest = Math.max(greatest, logits[at]!);
    let total = 0;
    for (let at = start; at < start + classes; at++) total += logits[at] = Math.exp(logits[at]! - greatest);
    const label = y[batch[sample]!]!;
    const known = label < classes;
    const probability = known ? logits[start + label]! / total : 0;
    if (known) loss -= Math.log(probability + smallest);
    const scale = probability / (probability + smallest) / batch.length;
    for (let at = start; at < start + classes; at++) logits[at] = (logits[at]! / total) * scale;
    if (known) logits[start + label]! -= scale;
  }
  return loss / batch.length;
};
