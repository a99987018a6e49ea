import * as runs from '@dum/runs';
import * as node from '@dum/runs/node';
import * as testing from '@dum/runs/testing';
import { expect, it } from 'vitest';

it('exports these names', () => {
  expect(Object.keys(runs).sort()).toEqual(['canonicalJson', 'checkSearchConfig', 'contentKey', 'memoryStore', 'searchConfigSchema']);
  expect(Object.keys(node).sort()).toEqual(['openFolderStore']);
  expect(Object.keys(testing).sort()).toEqual(['testStore']);
});
