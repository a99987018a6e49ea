import * as main from '@dum/errors';
import * as node from '@dum/errors/node';
import { expect, it } from 'vitest';

it('exports these names', () => {
  expect(Object.keys(main).sort()).toEqual([
    'DumError',
    'arrayOf',
    'checkDocument',
    'exitCodes',
    'fillOptions',
    'filledText',
    'finiteNumber',
    'listOfKind',
    'nearest',
    'objectWith',
    'oneOf',
    'optional',
    'requireKnownOptions',
    'requireOptions',
    'show',
    'wholeNumber',
  ]);
  expect(Object.keys(node).sort()).toEqual([
    'ifThere',
    'makeFolder',
    'readFailure',
    'readWholeFile',
    'readWholeText',
    'writeFailure',
    'writeFiles',
    'writeJson',
    'writeNewFile',
    'writeWholeFile',
  ]);
});
