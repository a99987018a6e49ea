import * as main from '@dum/backend';
import * as node from '@dum/backend/node';
import { expect, it } from 'vitest';

it('exports these names and no others', () => {
  expect(Object.keys(main).sort()).toEqual(['accelerateWasm', 'backendNames', 'checkTopology', 'outlineTopology', 'useBackend']);
  expect(Object.keys(node)).toEqual(['fileSystem', 'readConvertedNetwork']);
});
