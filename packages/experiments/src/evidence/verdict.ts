import type { AgainstChance } from './against-chance.js';
import type { Interval } from '../metrics/bootstrap.js';

/** What a verdict is given. Figures are balanced accuracies on one split. */
export interface VerdictFigures {
  /** Of the subnetwork with its own read-out, and its interval. */
  readonly found: number;
  readonly interval: Interval;
  /** Of a read-out on all units, none masked. */
  readonly wholeNetwork: number;
  readonly chance: AgainstChance;
  /** Of the rest of the network, with a read-out of its own, and its interval. */
  readonly rest: number;
  readonly restInterval: Interval;
  /** Corrected overlaps of masks found with other seeds; none where no other was searched. */
  readonly overlaps: readonly number[];
}

/** What the evidence says on a subnetwork; each answer follows from a stated rule. */
export interface Verdict {
  /** Its balanced accuracy is at most 2 points below that of a read-out on all units. */
  readonly sufficient: boolean;
  /** No more than one in twenty random masks of its sizes does as well: p ≤ .05. */
  readonly betterThanChance: boolean;
  /** The rest of the network does worse than it: the interval of the rest lies below its own. */
  readonly necessary: boolean;
  /** Masks of other seeds share more units with it than chance gives: the mean corrected intersection over union is at least .2. Null where none was searched. */
  readonly stable: boolean | null;
  /** All that in a sentence each. */
  readonly text: string;
}

const [shortfall, level, leastOverlap] = [0.02, 0.05, 0.2];

/** The verdict on a subnetwork, by the rules that {@link Verdict} states. */
export const verdictOn = ({ found, interval, wholeNetwork, chance, rest, restInterval, overlaps }: VerdictFigures): Verdict => {
  const sufficient = found >= wholeNetwork - shortfall;
  const betterThanChance = chance.p <= level;
  const necessary = restInterval.high < interval.low;
  const overlap = overlaps.reduce((sum, other) => sum + other, 0) / overlaps.length;
  const stable = overlaps.length === 0 ? null : overlap >= leastOverlap;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const sentences = [
    `${sufficient ? 'Sufficient' : 'Not sufficient'}: ${percent(found)} where a read-out on all units gets ${percent(wholeNetwork)}.`,
    `${betterThanChance ? 'Better than chance' : 'Not better than chance'}: random masks of its sizes get ${percent(chance.mean)}, p = ${chance.p.toPrecision(1)}.`,
    `${necessary ? 'Necessary' : 'Not necessary'}: the rest of the network gets ${percent(rest)}.`,
    ...(stable === null
      ? []
      : [
          `${stable ? 'Stable' : 'Not stable'}: masks of other seeds share ${overlap.toFixed(2)} with it, on a scale where 0 is chance and 1 the same units.`,
        ]),
  ];
  return { sufficient, betterThanChance, necessary, stable, text: sentences.join(' ') };
};
