import { expect, it } from 'vitest';
import * as cli from '@dum/cli';

it('exports these names', () => {
  expect(Object.keys(cli).sort()).toEqual(['main']);
});
