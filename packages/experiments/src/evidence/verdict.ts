import type { AgainstChance } from './against-chance.js';
import type { Interval } from '../metrics/bootstrap.js';
import { mean } from '../metrics/mean.js';

/** The figures behind a verdict: balanced accuracies on one split. */
export interface VerdictFigures {
  /** Of the subnetwork with its linear probe, and its interval. */
  readonly found: number;
  readonly interval: Interval;
  /** Of a linear probe on all units, without masks. */
  readonly wholeNetwork: number;
  readonly chance: AgainstChance;
  /** Of the complement with its own linear probe, and its interval. */
  readonly complement: number;
  readonly complementInterval: Interval;
  /** Corrected overlaps with masks of other seeds; empty where no other seed was searched. */
  readonly overlaps: readonly number[];
}

/** The verdict on a subnetwork; each answer follows from a stated rule. */
export interface Verdict {
  /** Its balanced accuracy is at most 2 points below that of a linear probe on all units. */
  readonly sufficient: boolean;
  /** At most one in twenty random masks of its sizes does as well: p ≤ .05. */
  readonly betterThanChance: boolean;
  /** Its complement does worse: the interval of the complement lies below its own. */
  readonly necessary: boolean;
  /** Masks of other seeds overlap with it beyond chance: the mean corrected IoU is at least .2. Null where no other seed was searched. */
  readonly stable: boolean | null;
  /** Each answer in a sentence. */
  readonly text: string;
}

const [shortfall, level, leastOverlap] = [0.02, 0.05, 0.2];

/** The verdict on a subnetwork, by the rules that {@link Verdict} states. */
export const verdictOn = ({ found, interval, wholeNetwork, chance, complement, complementInterval, overlaps }: VerdictFigures): Verdict => {
  const sufficient = found >= wholeNetwork - shortfall;
  const betterThanChance = chance.p <= level;
  const necessary = complementInterval.high < interval.low;
  const overlap = mean(overlaps);
  const stable = overlaps.length === 0 ? null : overlap >= leastOverlap;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const sentences = [
    `${sufficient ? 'Sufficient' : 'Not sufficient'}: ${percent(found)} where a linear probe on all units gets ${percent(wholeNetwork)}.`,
    `${betterThanChance ? 'Better than chance' : 'Not better than chance'}: random masks of its sizes get ${percent(chance.mean)}, p = ${chance.p.toPrecision(1)}.`,
    `${necessary ? 'Necessary' : 'Not necessary'}: the complement gets ${percent(complement)}.`,
    ...(stable === null
      ? []
      : [
          `${stable ? 'Stable' : 'Not stable'}: masks of other seeds share ${overlap.toFixed(2)} with it, on a scale where 0 is chance and 1 the same units.`,
        ]),
  ];
  return { sufficient, betterThanChance, necessary, stable, text: sentences.join(' ') };
};
