import { expect, it } from 'vitest';
import { wrap } from '../src/text/wrap.js';

it('keeps a number and its percent sign on one line', () => {
  const lines = wrap(`${'word '.repeat(18)}reaches 98.48 % of it`).split('\n');
  expect(lines).toEqual([`${'word '.repeat(18)}reaches`, '98.48 % of it']);
});
