import { expect, it } from 'vitest';
import * as store from '@dum/experiments/store';

it('exports these names', () => {
  expect(Object.keys(store).sort()).toEqual([
    'loadNetwork',
    'loadSubnetworks',
    'loadTrainingState',
    'saveNetwork',
    'saveSubnetworks',
    'saveTrainingState',
  ]);
});
