import { expect, it } from 'vitest';
import { type DiscoveryArguments, readDiscoveryOptions } from '../src/arguments/discovery-options.js';

it.each<[NonNullable<DiscoveryArguments['estimator']>, object]>([
  ['gumbelSigmoid', { temperature: { start: 1, end: 0.3 }, initialKeepProbability: 0.12 }],
  ['hardConcrete', { temperature: { start: 2 / 3, end: 2 / 3 }, initialKeepProbability: 0.8 }],
  ['straightThrough', { temperature: { start: 1, end: 1 }, initialKeepProbability: 0.8 }],
  ['continuousSparsification', { temperature: { start: 1, end: 1 / 200 }, initialKeepProbability: 0.5 }],
])('--estimator %s searches by it, with the defaults that suit it, and reports both', (estimator, suited) => {
  const { options, settings } = readDiscoveryOptions({ estimator });
  expect(options.estimator!.name).toBe(estimator);
  expect(options).toMatchObject(suited);
  expect(settings).toMatchObject({ estimator, ...suited });
});

it('what is told goes before what suits an estimator', () => {
  const told = { temperature: { start: 2, end: 1 }, initialKeepProbability: 0.3 };
  expect(readDiscoveryOptions({ estimator: 'hardConcrete', ...told }).options).toMatchObject(told);
});
