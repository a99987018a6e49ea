import { DumError, fillOptions, finiteNumber, type OptionKind, requireOptions, show } from '@dum/errors';

/** A confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Options of confidence intervals. */
export interface IntervalOptions {
  /** The confidence level, above 0 and below 1; default .95. */
  readonly confidence?: number;
}

/** Options of confidence intervals of means. */
export interface MeanIntervalOptions extends IntervalOptions {
  /**
   * The least and the greatest possible value, such as `[0, 1]` for accuracies; default any number. Intervals are cut to it, and the
   * interval of a single value is all of it.
   */
  readonly range?: readonly [least: number, greatest: number];
}

const confidenceKind = finiteNumber({ above: 0, below: 1 });

const rangeKind: OptionKind = {
  expected: 'the least and the greatest possible value, such as [0, 1]',
  holds: (value) => Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && value[0] < value[1],
};

/** The confidence level of options. Throws `bad-input` for one out of range and for an option that is unknown. */
export const confidenceOf = (who: string, options: IntervalOptions): number => {
  const { confidence } = fillOptions(who, { confidence: 0.95 }, options, []);
  requireOptions(who, { confidence }, { confidence: confidenceKind });
  return confidence;
};

/** The settings of an interval of a mean. Throws `bad-input` for an option that is out of range or unknown. */
export const meanSettingsOf = (who: string, options: MeanIntervalOptions): Required<MeanIntervalOptions> => {
  const defaults = { confidence: 0.95, range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const };
  const settings = fillOptions(who, defaults, options, []);
  requireOptions(who, settings, { confidence: confidenceKind, range: rangeKind });
  return settings;
};

/** Refuses an empty list, and values that are no finite number or out of range, by `bad-input` with the index of the first. */
export const requireValues = (who: string, values: readonly number[], [least, greatest]: readonly [number, number]): void => {
  if (!Array.isArray(values)) throw new DumError('bad-input', `${who}: values is ${show(values)}; expected a list`);
  if (values.length === 0) throw new DumError('bad-input', `${who}: there are no values; expected at least one`);
  const isBounded = Number.isFinite(least) || Number.isFinite(greatest);
  const { expected, holds } = finiteNumber(isBounded ? { atLeast: least, atMost: greatest } : {});
  const index = values.findIndex((value) => !holds(value));
  if (index < 0) return;
  throw new DumError('bad-input', `${who}: value ${index} is ${show(values[index])}; expected ${expected}`);
};

/** The interval of a half width around a centre, within a range. */
export const intervalAround = (centre: number, halfWidth: number, [least, greatest]: readonly [number, number]): Interval => ({
  low: Math.max(least, centre - halfWidth),
  high: Math.min(greatest, centre + halfWidth),
});
