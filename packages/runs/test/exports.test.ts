import * as runs from '@dum/runs';
import { expect, it } from 'vitest';

it('exports these names', () => {
  expect(Object.keys(runs).sort()).toEqual(['checkSearchConfig', 'searchConfigSchema']);
});
