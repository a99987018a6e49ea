import * as overlap from '@dum/masks/overlap';
import { expect, test } from 'vitest';

test('the entry exports these names and no other', () => {
  expect(Object.keys(overlap).sort()).toEqual([
    'adjustPValues',
    'chanceCorrected',
    'chanceLevels',
    'compareMasks',
    'coverage',
    'intersectionOverSum',
    'ioMin',
    'iou',
    'overlapPValues',
    'overlapTable',
  ]);
});
