import { expect, it } from 'vitest';
import * as workers from '@dum/experiments/workers';

it('exports these names', () => {
  expect(Object.keys(workers)).toEqual(['createWorkerPool']);
});
