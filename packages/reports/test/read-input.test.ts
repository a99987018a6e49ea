import { expect, it } from 'vitest';
import { readInput } from '@dum/reports';
import { reportOf } from './_report.js';

const { evidence, frontier, summary, training } = reportOf();

it.each([
  ['evidence', evidence],
  ['frontier', frontier],
  ['summary', summary],
  ['training', training],
] as const)('reads %s as it was written', (kind, value) => {
  expect(readInput(kind, JSON.stringify(value), 'file.json')).toEqual(value);
  expect(() => readInput(kind, '{', 'file.json')).toThrow(/file\.json is not JSON/);
  expect(() => readInput(kind, '[]', 'file.json')).toThrow(/file\.json is damaged at its top/);
});

it('says where a file is damaged', () => {
  const damaged = { ...frontier, rows: [{ ...frontier!.rows[0]!, balancedAccuracy: 1.5 }] };
  expect(() => readInput('frontier', JSON.stringify(damaged), 'frontier.json')).toThrow(/damaged at rows\.0\.balancedAccuracy/);
});
