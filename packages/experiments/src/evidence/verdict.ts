import type { AgainstChance } from './against-chance.js';
import type { Interval } from '../metrics/intervals/interval.js';
import { mean } from '../metrics/mean.js';

/** The figures behind a verdict: balanced accuracies on one split. */
export interface VerdictFigures {
  /** Of the subnetwork with its linear probe, and its interval. */
  readonly found: number;
  readonly interval: Interval;
  /** The number of units that the subnetwork keeps. */
  readonly keptUnits: number;
  /** Of any constant answer: 1 / classes. */
  readonly guessing: number;
  /** Of a linear probe on all units, without masks, and its interval. */
  readonly wholeNetwork: number;
  readonly wholeNetworkInterval: Interval;
  readonly chance: AgainstChance;
  /** Of the complement with its own linear probe, and its interval. */
  readonly complement: number;
  readonly complementInterval: Interval;
  /** Corrected overlaps with masks of other seeds; empty where no other seed was searched. */
  readonly overlaps: readonly number[];
}

/**
 * The verdict on a subnetwork; each answer follows from a stated rule.
 *
 * A subnetwork is neither sufficient, necessary nor stable if it keeps no unit, or if the interval of its balanced accuracy, or of that of
 * a linear probe on all units, is not above guessing, 1 / classes: then nothing was found, or there was nothing to find.
 */
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
export const verdictOn = (figures: VerdictFigures): Verdict => {
  const { found, interval, wholeNetwork, chance, complement, complementInterval, overlaps } = figures;
  const betterThanChance = chance.p <= level;
  const ranked = `${betterThanChance ? 'Better than chance' : 'Not better than chance'}: random masks of its sizes get ${percent(chance.mean)}, p = ${chance.p.toPrecision(1)}.`;
  const nothing = whyNothing(figures);
  if (nothing !== undefined) {
    const stable = overlaps.length === 0 ? null : false;
    const answers = stable === null ? 'Not sufficient and not necessary' : 'Not sufficient, not necessary and not stable';
    return { sufficient: false, betterThanChance, necessary: false, stable, text: `${answers}: ${nothing}. ${ranked}` };
  }
  const sufficient = found >= wholeNetwork - shortfall;
  const necessary = complementInterval.high < interval.low;
  const overlap = mean(overlaps);
  const stable = overlaps.length === 0 ? null : overlap >= leastOverlap;
  const sentences = [
    `${sufficient ? 'Sufficient' : 'Not sufficient'}: ${percent(found)} where a linear probe on all units gets ${percent(wholeNetwork)}.`,
    ranked,
    `${necessary ? 'Necessary' : 'Not necessary'}: the complement gets ${percent(complement)}.`,
    ...(stable === null
      ? []
      : [
          `${stable ? 'Stable' : 'Not stable'}: masks of other seeds share ${overlap.toFixed(2)} with it, on a scale where 0 is chance and 1 the same units.`,
        ]),
  ];
  return { sufficient, betterThanChance, necessary, stable, text: sentences.join(' ') };
};

/** Why there is nothing to judge, or undefined. */
const whyNothing = (figures: VerdictFigures): string | undefined => {
  const { found, interval, keptUnits, guessing, wholeNetwork, wholeNetworkInterval } = figures;
  const notAbove = (figure: number, { low, high }: Interval) =>
    `gets ${percent(figure)} (${(100 * low).toFixed(1)} to ${percent(high)}), which is not above guessing, ${percent(guessing)}`;
  if (keptUnits === 0) return 'it keeps no unit';
  if (wholeNetworkInterval.low <= guessing) {
    return `there is nothing to find, since a linear probe on all units ${notAbove(wholeNetwork, wholeNetworkInterval)}`;
  }
  return interval.low <= guessing ? `it ${notAbove(found, interval)}` : undefined;
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
