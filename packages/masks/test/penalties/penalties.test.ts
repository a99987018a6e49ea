import { tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { addPenalties, expectedUnits, gumbelSigmoid, meanLogits, type Penalty, penaltyPerTask, scalePenalty, sumLogits } from '@dum/masks';
import { testPenalty } from '@dum/masks/testing';

testPenalty(expectedUnits);
testPenalty(sumLogits);
testPenalty(meanLogits);
testPenalty((alpha) => addPenalties(expectedUnits(alpha), scalePenalty(sumLogits(alpha), 2)));

const logits = [-2, 0, 1.5, 3];
const of = (penalty: Penalty) => tidy(() => penaltyPerTask(penalty, tensor(logits, [1, 2, 2]), gumbelSigmoid()).dataSync()[0]!);

describe('penalties', () => {
  it('have their closed forms, over units of any shape', () => {
    const sigmoid = (l: number) => 1 / (1 + Math.exp(-l));
    expect(of(expectedUnits(0.1))).toBeCloseTo(0.1 * logits.reduce((sum, l) => sum + sigmoid(l), 0), 5);
    expect(of(sumLogits(0.1))).toBeCloseTo(0.25, 6);
    expect(of(meanLogits(0.1))).toBeCloseTo(0.0625, 6);
  });

  it('print as formulas', () => {
    expect(addPenalties(expectedUnits(1e-3), scalePenalty(sumLogits(0.5), 2)).formula).toBe('0.001·Σσ(l) + 1·Σl');
    expect(meanLogits(0.25).formula).toBe('0.25·mean(l)');
  });

  it('have the price 1 where none is given', () => {
    for (const make of [expectedUnits, sumLogits, meanLogits]) expect(make()).toEqual(make(1));
    expect(scalePenalty(expectedUnits(), 0.0008)).toEqual(expectedUnits(0.0008));
  });

  it('refuse a factor that makes a price negative', () => {
    expect(() => scalePenalty(expectedUnits(1e-3), -1)).toThrow('expectedUnits: alpha is -0.001');
  });

  const notPriced = expectedUnits as unknown as Penalty;
  it.each<[string, () => unknown, string]>([
    ['no penalty at all', () => addPenalties(), 'addPenalties: no penalty was given; expected at least one, such as expectedUnits(1e-3)'],
    [
      'a factory in a sum',
      () => addPenalties(expectedUnits(1), notPriced),
      'addPenalties: penalty is a function; expected a penalty such as expectedUnits(1e-3)',
    ],
    ['a factory to scale', () => scalePenalty(notPriced, 2), 'scalePenalty: penalty is a function; expected a penalty such as'],
    ['a factory to evaluate', () => of(notPriced), 'penaltyPerTask: penalty is a function; expected a penalty such as'],
    ['a penalty of nothing', () => of({ formula: '', terms: [] }), 'penaltyPerTask: the penalty has no terms; expected at least one'],
  ])('refuse %s', (_, run, message) => {
    expect(run).toThrow(expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(message) as string }));
  });
});
