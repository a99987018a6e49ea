import { DumError, show } from '@dum/errors';
import { findByName } from '../find-by-name.js';
import { expectedUnitsMeasure } from './expected-units.js';
import { meanLogitsMeasure } from './mean-logits.js';
import { addPenalties, type Penalty, pricePenalty } from './penalty.js';
import { requirePenalty } from './require-penalty.js';
import { sumLogitsMeasure } from './sum-logits.js';

/** A penalty as plain JSON: the name and the price of each of its measures. */
export type PenaltyConfig = readonly { readonly measure: string; readonly alpha: number }[];

const measures = new Map([expectedUnitsMeasure, sumLogitsMeasure, meanLogitsMeasure].map((measure) => [measure.name, measure]));

/**
 * Converts a penalty to plain JSON: the inverse of {@link penaltyFromConfig}.
 *
 * Throws `bad-input`, in the name of `who`, for a penalty with a measure that is not built in.
 */
export const penaltyToConfig = (penalty: Penalty, who = 'penaltyToConfig'): PenaltyConfig => {
  requirePenalty(who, penalty);
  return penalty.terms.map(({ measure, alpha }) => {
    const { name } = measure;
    if (findByName(who, measures, 'penalty', name) === measure) return { measure: name, alpha };
    throw new DumError('bad-input', `${who}: a measure is called "${name}" but is not the built-in one; give it another name`);
  });
};

/** Converts plain JSON to a penalty. Throws `bad-input`, in the name of `who`, for other JSON and for unknown measures. */
export const penaltyFromConfig = (config: PenaltyConfig, who = 'penaltyFromConfig'): Penalty => {
  const terms: unknown = config;
  if (!Array.isArray(terms) || terms.length === 0) {
    throw new DumError('bad-input', `${who}: the saved penalty is ${show(terms)}; expected a list of measures with their prices`);
  }
  return addPenalties(...config.map(({ measure, alpha }) => pricePenalty(findByName(who, measures, 'penalty', measure), alpha)));
};
