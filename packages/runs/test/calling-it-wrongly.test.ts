import {
  checkSearchConfig,
  contentKey,
  evidenceFile,
  formatOf,
  networkInputFromMetadata,
  networkInputToMetadata,
  readOneOf,
} from '@dum/runs';
import { openFolderStore } from '@dum/runs/node';
import { expect, it } from 'vitest';

const anything = (value: unknown) => value as never;
const nothing = anything(undefined);

it.each<[string, () => unknown, string]>([
  ['no formats', () => readOneOf(nothing, '{}', { name: 'a' }), 'readOneOf: formats is missing; expected a list of formats'],
  [
    'one format',
    () => readOneOf(anything(evidenceFile), '{}', { name: 'a' }),
    'readOneOf: formats is an object; expected a list of formats, such as evidenceFile, so put it in a list',
  ],
  [
    'a text without a name',
    () => readOneOf([evidenceFile], '{}', nothing),
    'readOneOf: options is missing; expected an object with the name',
  ],
  ['a format without a name', () => formatOf('{}', nothing), 'formatOf: options is missing; expected an object with the name of the file'],
  ['a configuration without a name', () => checkSearchConfig({}, nothing), 'checkSearchConfig: options is missing; expected an object'],
  ['an input without a name', () => networkInputFromMetadata({}, nothing), 'networkInputFromMetadata: options is missing; expected'],
  ['metadata without a name', () => networkInputToMetadata(anything({}), nothing), 'networkInputToMetadata: options is missing; expected'],
  ['no configuration', () => contentKey(nothing), 'contentKey: config is missing; expected an object with its format and version'],
  ['no folder', () => openFolderStore(nothing), 'openFolderStore: folder is missing; expected a path'],
  [
    'a promise of a folder',
    () => openFolderStore(anything(Promise.resolve('runs'))),
    'openFolderStore: folder is a promise, which needs an await; expected a path',
  ],
])('%s is refused in one sentence', async (_, call, message) => {
  await expect((async () => await call())()).rejects.toMatchObject({
    name: 'DumError',
    code: 'bad-input',
    message: expect.stringContaining(message) as string,
  });
});
