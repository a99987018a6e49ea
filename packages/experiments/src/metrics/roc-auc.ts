/**
 * The area under the receiver operating characteristic: the probability that a positive scores above a negative, ties counting half.
 *
 * By ranks, (Σ ranks of positives − P(P + 1)/2) / (P · N), with tied scores sharing their mean rank. NaN when either kind is absent.
 */
export const rocAuc = (scores: readonly number[], positive: readonly boolean[]): number => {
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
  const positives = positive.filter(Boolean).length;
  let rankSum = 0;
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++;
    const meanRank = (start + 1 + end) / 2;
    for (let index = start; index < end; index++) if (positive[order[index]!]) rankSum += meanRank;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (order.length - positives));
};
