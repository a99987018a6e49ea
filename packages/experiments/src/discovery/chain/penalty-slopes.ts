import type { Penalty } from '@dum/masks';

/** The slope of each measure that is known here at a logit, among so many units. */
const slopes: Readonly<Record<string, (logit: number, units: number) => number>> = {
  expectedUnits: (logit) => {
    const probability = 1 / (1 + Math.exp(-logit));
    return probability * (1 - probability);
  },
  sumLogits: () => 1,
  meanLogits: (_, units) => 1 / units,
};

/** The gradient of a penalty with respect to a logit; undefined for a penalty that has a measure of one's own. */
export const penaltySlope = ({ terms }: Penalty): ((logit: number, units: number) => number) | undefined => {
  const priced = terms.map(({ measure, alpha }) => ({ slope: slopes[measure.name], alpha }));
  if (priced.some(({ slope }) => slope === undefined)) return undefined;
  return (logit, units) => priced.reduce((total, { slope, alpha }) => total + alpha * slope!(logit, units), 0);
};
