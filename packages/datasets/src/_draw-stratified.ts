import { random } from './_random.js';

/** How samples are drawn. */
export interface Drawing {
  readonly seed: number;
  /** Called if more samples are drawn than each class can spare: with the most that can be drawn, and the number of classes. */
  readonly refuse: (most: number, classes: number) => never;
}

/** Whole numbers that add up to `total`, in proportion to `counts`, each below its count (largest remainder). */
const apportion = (counts: readonly number[], total: number): number[] => {
  const samples = counts.reduce((sum, count) => sum + count, 0);
  const quotas = counts.map((count) => (count * total) / samples);
  const parts = quotas.map((quota, label) => Math.min(Math.floor(quota), Math.max(0, counts[label]! - 1)));
  const byRemainder = parts.map((_, label) => label).sort((a, b) => quotas[b]! - parts[b]! - (quotas[a]! - parts[a]!) || a - b);
  let missing = total - parts.reduce((sum, part) => sum + part, 0);
  while (missing > 0) {
    for (const label of byRemainder) {
      if (missing > 0 && parts[label]! < counts[label]! - 1) {
        parts[label]!++;
        missing--;
      }
    }
  }
  return parts;
};

/**
 * Draws some samples, 1 for each of them in the result and 0 for the others: of N samples, N_c of them of class c, a draw of `total` takes
 * total·N_c / N of each class, rounded so that the sum is exact and no class loses its last sample.
 */
export const drawStratified = (who: string, y: ArrayLike<number>, total: number, { seed, refuse }: Drawing): Uint8Array => {
  const members: number[][] = [];
  for (let sample = 0; sample < y.length; sample++) {
    members[y[sample]!] ??= [];
    members[y[sample]!]!.push(sample);
  }
  const classes = members.filter((samples) => samples !== undefined);
  const most = y.length - classes.length;
  if (total > most) refuse(most, classes.length);
  const draw = random(who, seed);
  const held = new Uint8Array(y.length);
  apportion(
    classes.map((samples) => samples.length),
    total,
  ).forEach((part, row) => {
    const samples = classes[row]!;
    for (let i = 0; i < part; i++) {
      const j = i + draw.below(samples.length - i);
      [samples[i], samples[j]] = [samples[j]!, samples[i]!];
      held[samples[i]!] = 1;
    }
  });
  return held;
};
