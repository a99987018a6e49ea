import { expect, it } from 'vitest';
import { searchConfigOf } from '@dum/experiments';
import { priceOrPrices } from '../src/arguments/argument-kind.js';
import { type DiscoveryArguments, readDiscoveryOptions } from '../src/arguments/discovery-options.js';
import { oddAlpha } from '../src/arguments/odd-alpha.js';

it.each<[NonNullable<DiscoveryArguments['estimator']>, object]>([
  ['gumbelSigmoid', { temperature: { start: 1, end: 0.3 } }],
  ['hardConcrete', { temperature: { start: 2 / 3, end: 2 / 3 } }],
  ['straightThrough', { temperature: { start: 1, end: 1 } }],
  ['continuousSparsification', { temperature: { start: 1, end: 1 / 200 } }],
])('--estimator %s searches by it, with the defaults that suit it, and reports both', (estimator, suited) => {
  expect(searchConfigOf(readDiscoveryOptions({ estimator }))).toMatchObject({ estimator: { name: estimator }, ...suited });
});

it('a given setting goes before the default of an estimator', () => {
  const chosen = { temperature: { start: 2, end: 1 }, initialKeepProbability: 0.3 };
  expect(searchConfigOf(readDiscoveryOptions({ estimator: 'hardConcrete', ...chosen }))).toMatchObject(chosen);
});

it.each<[DiscoveryArguments, object]>([
  [{ keepUnits: 50 }, { measure: 'units', limit: 50 }],
  [{ keepParameters: 9000 }, { measure: 'parameters', limit: 9000 }],
  [{ keepMacs: 1e6 }, { measure: 'multiplyAdds', limit: 1e6 }],
])('%o searches within a budget', (given, budget) => {
  expect(readDiscoveryOptions(given).budget).toEqual(budget);
});

it('refuses two budgets', () => {
  expect(() => readDiscoveryOptions({ keepUnits: 50, keepMacs: 1e6 })).toThrow('--keep-units and --keep-macs are two budgets; give one');
});

it.each<[DiscoveryArguments, object]>([
  [{}, { objective: { name: 'crossEntropy' }, readOut: 'new-head' }],
  [
    { objective: 'faithfulness', readOut: 'original-head' },
    { objective: { name: 'faithfulness' }, readOut: 'original-head' },
  ],
  [
    { objective: 'completeness', completenessWeight: 3 },
    { objective: { name: 'completeness', parameters: { weight: 3 }, of: { name: 'crossEntropy' } }, readOut: 'new-head' },
  ],
  [
    { penalty: 'sumLogits', patience: 2 },
    { penalty: [{ measure: 'sumLogits', factor: 1 }], patience: 2 },
  ],
])('%o searches for it', (given, config) => {
  expect(searchConfigOf(readDiscoveryOptions(given))).toMatchObject(config);
});

it('refuses a weight of completeness for another objective', () => {
  expect(() => readDiscoveryOptions({ objective: 'faithfulness', completenessWeight: 2 })).toThrow(
    '--completeness-weight is for --objective completeness, and the objective is faithfulness; give both or neither',
  );
});

it.each([
  ['1e-3', 1e-3],
  ['dense_300=1e-3,dense_100=3e-3', { dense_300: 1e-3, dense_100: 3e-3 }],
  [' a = 0 , b=c=2', { a: 0, 'b=c': 2 }],
  ['a=1,a=2', undefined],
  ['a=1,2', undefined],
  ['a=-1', undefined],
  ['=1', undefined],
  ['a=', undefined],
  ['-1', undefined],
])('--alpha %s is read as %o', (text, alpha) => {
  expect(priceOrPrices.read(text)).toEqual(alpha);
});

it('prices by layer are used as given, and the first unusual one is reported', () => {
  const alpha = { dense_300: 1e-3, dense_100: 0 };
  expect(readDiscoveryOptions({ alpha }).alpha).toEqual(alpha);
  expect(oddAlpha(alpha)).toBe('--alpha of dense_100 is 0: units are free, so masks need not drop any');
  expect(oddAlpha({ ...alpha, dense_300: 1 })).toContain('--alpha of dense_300 is 1: one unit costs more than the loss of guessing');
  expect([oddAlpha(0.1), oddAlpha({ a: 0.1 })]).toEqual([undefined, undefined]);
  expect(oddAlpha(0)).toContain('--alpha is 0: units are free');
});
