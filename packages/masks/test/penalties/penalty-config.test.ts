import { describe, expect, it } from 'vitest';
import {
  addPenalties,
  expectedUnits,
  meanLogits,
  type PenaltyConfig,
  penaltyFromConfig,
  penaltyToConfig,
  pricePenalty,
  scalePenalty,
  sumLogits,
} from '@dum/masks';

describe('a penalty as plain JSON', () => {
  const penalty = addPenalties(expectedUnits(), scalePenalty(sumLogits(0.5), 2), meanLogits(0));
  const config = [
    { measure: 'expectedUnits', alpha: 1 },
    { measure: 'sumLogits', alpha: 1 },
    { measure: 'meanLogits', alpha: 0 },
  ];

  it('has the name and the price of each measure', () => {
    expect(penaltyToConfig(penalty)).toEqual(config);
    const again = penaltyFromConfig(JSON.parse(JSON.stringify(config)) as PenaltyConfig);
    expect(again).toEqual(penalty);
    expect(again.terms.map(({ measure }) => measure)).toEqual(penalty.terms.map(({ measure }) => measure));
  });

  it.each([
    [
      'sumLogit',
      'penaltyToConfig: no penalty is called "sumLogit"; did you mean "sumLogits"? Saved ones are expectedUnits, sumLogits, meanLogits',
    ],
    ['sumLogits', 'penaltyToConfig: a measure is called "sumLogits" but is not the built-in one; give it another name'],
  ])('is refused for a measure that is called %s but is not built in', (name, message) => {
    expect(() => penaltyToConfig(pricePenalty({ ...sumLogits().terms[0]!.measure, name }))).toThrow(message);
  });

  it.each<[unknown, string]>([
    ['sumLogits', 'mine: the saved penalty is "sumLogits"; expected a list of measures with their prices'],
    [[], 'mine: the saved penalty is a list of 0; expected a list of measures with their prices'],
    [undefined, 'mine: the saved penalty is missing; expected a list of measures with their prices'],
    [[{ measure: 'none', alpha: 1 }], 'mine: no penalty is called "none"'],
    [[{ measure: 'sumLogits', alpha: -1 }], 'sumLogits: alpha is -1; expected a finite number of at least 0'],
    [[{ measure: 'sumLogits', alpha: '1' }], 'sumLogits: alpha is "1"; expected a finite number of at least 0'],
  ])('is refused where it is %j', (given, message) => {
    expect(() => penaltyFromConfig(given as PenaltyConfig, 'mine')).toThrow(message);
  });

  it('is refused for what is no penalty', () => {
    expect(() => penaltyToConfig(expectedUnits as never)).toThrow('penaltyToConfig: penalty is a function; expected a penalty such as');
  });
});
