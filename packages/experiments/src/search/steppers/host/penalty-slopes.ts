import { expectedUnits, meanLogits, type Penalty, sumLogits } from '@dum/masks';

type Slope = (logit: number, units: number) => number;

const measureOf = (make: (alpha: number) => Penalty) => make(0).terms[0]!.measure.perTask;

/**
 * The slope of each built-in measure at a logit, for a number of units; keyed by function, because other measures may have the same name.
 */
const slopes: ReadonlyMap<unknown, Slope> = new Map<unknown, Slope>([
  [
    measureOf(expectedUnits),
    (logit) => {
      const probability = 1 / (1 + Math.exp(-logit));
      return probability * (1 - probability);
    },
  ],
  [measureOf(sumLogits), () => 1],
  [measureOf(meanLogits), (_, units) => 1 / units],
]);

/** The gradient of a penalty with respect to a logit; undefined for a penalty with a custom measure. */
export const penaltySlope = ({ terms }: Penalty): Slope | undefined => {
  const priced = terms.map(({ measure, alpha }) => ({ slope: slopes.get(measure.perTask)!, alpha }));
  if (priced.some(({ slope }) => slope === undefined)) return undefined;
  return (logit, units) => {
    let total = 0;
    for (const { slope, alpha } of priced) total += alpha * slope(logit, units);
    return total;
  };
};
