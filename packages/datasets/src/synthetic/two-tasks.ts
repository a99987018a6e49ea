import { fillOptions, finiteNumber, requireOptions, wholeNumber } from '@dum/errors';
import { random } from '../_random.js';
import type { Dataset } from '../dataset.js';
import { holdTensor } from '../rows/in-memory.js';
import { brandSplit, type Role, type Split } from '../split.js';
import { sampleCount } from './_sample-count.js';

/** Options of {@link twoTasks}. */
export interface TwoTasksOptions {
  readonly seed: number;
  /** Number of training samples; 2,000 by default. */
  readonly train?: number;
  /** Number of test samples; 500 by default. */
  readonly test?: number;
  /** Number of features in each half, 1 to 4,096; 8 by default. */
  readonly features?: number;
  /** Distance δ of a class mean from the middle in standard deviations, 0 to 10; 3 by default. */
  readonly separation?: number;
}

/**
 * Creates samples for two independent yes/no tasks with a planted answer: each half of the input answers one task only.
 *
 * A sample is `[2 · features]` values: the left half is (2a − 1)·δ·u + n, the right half (2b − 1)·δ·v + n, with unit vectors u and
 * v drawn from the seed (±1/√features) and standard normal noise n. The four joint classes `a0b0`, `a0b1`, `a1b0`, `a1b1`
 * take turns, so that the answers are independent; `group` makes the two tasks. The best possible accuracy of either is
 * Φ(δ), 99.87 % at δ = 3, and of the joint class Φ(δ)².
 *
 * @throws DumError 'bad-input' for an option out of its range, and for one that does not exist.
 *
 * @example
 * const { train, test, classNames } = twoTasks({ seed: 1 });
 * const a = group({ ...splitTrainValidation(train, { validation: 0.2, seed: 1 }), classNames }, { name: 'a', classes: ['a1b0', 'a1b1'] });
 */
export const twoTasks = (options: TwoTasksOptions): Dataset => {
  const defaults = { train: 2000, test: 500, features: 8, separation: 3 };
  const { seed, train, test, features, separation } = fillOptions('twoTasks', defaults, options, ['seed']);
  const kinds = { features: wholeNumber(1, 4096), separation: finiteNumber({ atLeast: 0, atMost: 10 }) };
  requireOptions('twoTasks', { features, separation }, kinds);
  const width = 2 * features;
  requireOptions('twoTasks', { train, test }, { train: sampleCount(width), test: sampleCount(width) });
  const limit = separation + 8;
  const directions = random('twoTasks', seed, 2);
  const means = Float64Array.from({ length: width }, () => ((directions.below(2) * 2 - 1) * separation) / Math.sqrt(features));
  const makeSplit = <R extends Role>(role: R, count: number, stream: number): Split<R> => {
    const draw = random('twoTasks', seed, stream);
    const y = Uint16Array.from({ length: count }, (_, sample) => sample % 4);
    const x = Float32Array.from({ length: count * width }, (_, i) => {
      const feature = i % width;
      const joint = y[(i - feature) / width]!;
      const answer = feature < features ? joint >> 1 : joint & 1;
      return Math.min(limit, Math.max(-limit, (2 * answer - 1) * means[feature]! + draw.normal()));
    });
    return brandSplit(role, { source: holdTensor(x, [width]), y });
  };
  return {
    name: 'two-tasks',
    sampleShape: [width],
    range: [-limit, limit],
    classNames: ['a0b0', 'a0b1', 'a1b0', 'a1b1'],
    train: makeSplit('train', train, 0),
    test: makeSplit('test', test, 1),
  };
};
