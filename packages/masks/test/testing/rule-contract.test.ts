import { beforeAll, expect, it } from 'vitest';
import { failuresOf } from './_failures-of.js';

let failures: Record<string, Set<string>> = {};

beforeAll(async () => {
  failures = await failuresOf(new URL('./broken-rules.ts', import.meta.url));
});

it.each([
  ['Honest', []],
  ['HonestMixing', []],
  ['KeepsInName', ['lets units', 'leaves a']],
  ['MovesInName', ['lets units']],
  ['PassesInName', ['lets units']],
  ['OfAnotherZero', ['leaves a']],
  ['LeftOut', ['is extracted']],
  ['GatesByTheirNumber', ['is extracted']],
  ['CountsHalves', ['counts whole']],
  ['CountsLess', ['counts whole']],
  ['CountsWhatIsGone', ['counts whole']],
  ['Leaks', ['leaks no']],
  ['Touches', ['is extracted', 'leaves the']],
  ['Unregistered', ['is registered']],
])('the rule of %s fails exactly the tests %j', (name, expected) => {
  expect(Object.keys(failures)).toHaveLength(14);
  expect(failures[`layer rule of ${name}`]).toEqual(new Set(expected));
});
