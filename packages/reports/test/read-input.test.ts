import { expect, it } from 'vitest';
import { readInput } from '@dum/reports';
import { reportOf } from './_report.js';

const { evidence, frontier, responses, summary, training } = reportOf();

it.each([
  ['evidence', evidence],
  ['frontier', frontier],
  ['responses', responses],
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
  const other = JSON.stringify({ ...responses, sampleShape: [5, 5] });
  expect(() => readInput('responses', other, 'responses.json')).toThrow(
    /damaged at responses\.0\.layers\.0\.units\.0\.strongest\.meanSample: 48 values; expected 25/,
  );
  expect(() => readInput('responses', JSON.stringify({ ...responses, classNames: ['a'] }), 'responses.json')).toThrow(
    /damaged at responses\.0\.classOf: 4 classes; expected 1/,
  );
});
