import { expect, it } from 'vitest';
import { scheduleNames } from '@dum/experiments';
import { learningRateSchedules } from '../../src/optimization/schedules.js';

it('moves the learning rate by the formula of each schedule', () => {
  const at = (name: keyof typeof learningRateSchedules) => [0, 0.05, 0.1, 0.5, 0.55, 0.75, 1].map(learningRateSchedules[name](2));
  expect(at('constant')).toEqual([2, 2, 2, 2, 2, 2, 2]);
  expect(at('step')).toEqual([2, 2, 2, 0.2, 0.2, 0.02, 0.02]);
  const half = (progress: number) => 1 + Math.cos(Math.PI * progress);
  expect(at('cosine')).toEqual([2, half(0.05), half(0.1), 1, half(0.55), half(0.75), 0]);
  const [start, rising, top, , middle, , end] = at('warm-up');
  expect([start, rising, top, middle, end]).toEqual([0.2, 1.1, 2, expect.closeTo(1, 12), 0]);
  expect(scheduleNames).toEqual(['cosine', 'constant', 'step', 'warm-up']);
});
