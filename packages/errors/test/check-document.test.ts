import { checkDocument, type DocumentSchema, DumError, show } from '@dum/errors';
import { describe, expect, it } from 'vitest';

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly [field: string]: unknown;
}

/** A schema in which the value at a path is wrong in one way; zod makes such schemas, and their tests are with those who use it. */
const misfit = (issue: Issue): DocumentSchema<never> => ({
  safeParse: (_, { error }) => ({ success: false, error: { issues: [{ message: error(issue) ?? 'the words of the schema', ...issue }] } }),
});
const document = { seed: 'one', tasks: [{ name: '', alpha: -0 }], extra: 1 };
const messageOf = (issue: Issue): string => {
  try {
    checkDocument('summary.json', misfit(issue), document);
  } catch (error) {
    if (error instanceof DumError && error.code === 'bad-input') return error.message;
  }
  throw new Error('no misfit');
};

describe('checkDocument', () => {
  it('gives a document that fits', () => {
    expect(checkDocument('x', { safeParse: () => ({ success: true, data: 7 }) }, document)).toBe(7);
  });

  it.each([
    [{ code: 'invalid_type', expected: 'int', path: ['seed'] }, 'seed is "one"; expected a whole number'],
    [{ code: 'invalid_type', expected: 'array', path: ['history'] }, 'history is missing; expected a list'],
    [{ code: 'invalid_type', expected: 'object', path: [] }, 'the document is an object; expected an object'],
    [{ code: 'invalid_value', values: ['found', 'full'], path: ['seed'] }, 'seed is "one"; expected "found" or "full"'],
    [
      { code: 'too_small', origin: 'string', minimum: 1, inclusive: true, path: ['tasks', 0, 'name'] },
      'tasks[0].name is ""; expected a non-empty text',
    ],
    [
      { code: 'too_small', origin: 'array', minimum: 2, inclusive: true, path: ['tasks'] },
      'tasks is a list of 1; expected a list of at least 2 items',
    ],
    [
      { code: 'too_small', origin: 'number', minimum: 0, inclusive: false, path: ['tasks', 0, 'alpha'] },
      'tasks[0].alpha is -0; expected a number above 0',
    ],
    [{ code: 'too_big', origin: 'int', maximum: 9, inclusive: true, path: ['extra'] }, 'extra is 1; expected a whole number of at most 9'],
    [{ code: 'custom', path: ['extra'] }, 'extra is 1; expected the words of the schema'],
    [
      { code: 'unrecognized_keys', keys: ['extra'], path: [] },
      'the document has the unknown key "extra"; expected only keys of the format',
    ],
    [
      { code: 'unrecognized_keys', keys: ['nam'], path: ['tasks', 0] },
      'tasks[0] has the unknown key "nam"; expected only keys of the format, which has "name"',
    ],
  ])('describes %j', (issue, message) => {
    expect(messageOf(issue)).toBe(`summary.json: ${message}`);
  });
});

describe('show', () => {
  it.each<[unknown, string]>([
    ['text', '"text"'],
    ['x'.repeat(80), `"${'x'.repeat(60)}…"`],
    [[1, 2], 'a list of 2'],
    [new Uint8Array(3), 'a list of 3'],
    [{}, 'an object'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    [undefined, 'missing'],
    [null, 'null'],
    [Math.max, 'a function'],
  ])('shows %o as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });
});
