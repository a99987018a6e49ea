/** Divides the scores of each layer by their root mean square, to rank layers together. Molchanov et al. 2017 (arXiv 1611.06440). */
export const relativeToLayer = (layers: readonly Float32Array[]): Float32Array[] =>
  layers.map((scores) => {
    const scale = Math.sqrt(scores.reduce((total, score) => total + score * score, 0) / scores.length);
    return scale === 0 ? scores : scores.map((score) => score / scale);
  });
