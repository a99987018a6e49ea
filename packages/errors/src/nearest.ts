import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate closest to a misspelt word by edit distance, or undefined when none is within half its length.
 *
 * @example
 * nearest('expectedUnit', ['expectedUnits', 'sumLogits']); // 'expectedUnits'
 */
export const nearest = (word: string, candidates: readonly string[]): string | undefined => {
  if (candidates.length === 0) return undefined;
  const best = closest(word, candidates);
  return distance(word, best) <= Math.max(1, Math.floor(word.length / 2)) ? best : undefined;
};
