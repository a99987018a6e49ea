import { beforeAll, expect, it } from 'vitest';
import { failuresOf } from './_failures-of.js';

let failures: Record<string, Set<string>> = {};

beforeAll(async () => {
  failures = await failuresOf(new URL('./broken-contracts.ts', import.meta.url));
});

it.each([
  ['estimator honest', []],
  ['estimator relaxed in secret', ['samples within']],
  ['estimator without a gradient', ['has a']],
  ['estimator of another probability', ['keeps a', 'starts at']],
  ['estimator of a probability with another gradient', ['gives the']],
  ['estimator deterministic in name', ['keeps a', 'draws the']],
  ['estimator with no noise in secret', ['keeps a', 'draws the']],
  ['estimator that hardens later', ['hardens logits']],
  ['estimator that hardens nothing', ['hardens to', 'hardens logits']],
  ['estimator that hardens upside down', ['hardens to', 'hardens logits']],
  ['estimator that starts elsewhere', ['starts at']],
  ['estimator with noise of its own', ['keeps a', 'draws the']],
  ['estimator that leaks', ['leaks no']],
  ['penalty 0.5 honest', []],
  ['penalty 0.5 of all tasks', ['is one']],
  ['penalty 0.5 not proportional', ['is proportional', 'refuses price']],
  ['penalty 0.5 with a wrong gradient', ['has the']],
  ['penalty without its price', ['names its']],
  ['penalty 0.5 of any price', ['refuses price']],
  ['penalty 0.5 finite no more', ['is one', 'is proportional', 'has the']],
])('%s fails exactly the tests %j', (suite, expected) => {
  expect(Object.keys(failures)).toHaveLength(20);
  expect(failures[suite]).toEqual(new Set(expected));
});
