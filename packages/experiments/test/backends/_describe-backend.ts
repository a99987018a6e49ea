import { beforeAll, describe, expect, it } from 'vitest';
import { type BackendName, useBackend } from '@dum/backend';
import { type Held, holdAll, learnAll, type Learned, runNames } from './_contract.js';

/** Does the runs of the contract on one backend, wherever that is. */
export interface Runner {
  readonly learn: () => Promise<Record<string, Learned>>;
  /** Left out where 200 steps would take minutes. */
  readonly hold?: () => Promise<Record<string, Held>>;
}

/** The greatest difference allowed between a backend's numbers and those of cpu. */
export interface Tolerance {
  readonly losses: number;
  readonly values: number;
}

/**
 * Backends in Node that add up 32-bit floats in another order than cpu: 1e-7 a sum, which Adam enlarges where a gradient is small, since
 * it divides by its size. A mask sampled otherwise would show as a difference of .01 and more.
 */
export const otherOrder: Tolerance = { losses: 1e-5, values: 2e-5 };

/** Shaders, whose `exp`, `log` and division may besides be wrong in the last few bits. */
export const shaders: Tolerance = { losses: 1e-5, values: 2e-4 };

/** Runs on a backend of this process. */
export const here = (name: BackendName): Required<Runner> => ({
  learn: () => useBackend(name).then(learnAll),
  hold: () => useBackend(name).then(holdAll),
});

let learnedOnCpu: Promise<Record<string, Learned>> | undefined;

/** What the runs learn on cpu; they are done once. */
export const onCpu = (): Promise<Record<string, Learned>> => (learnedOnCpu ??= here('cpu').learn());

/** The tests that every backend passes. */
export const describeBackend = (name: BackendName, { learn, hold }: Runner, tolerance: Tolerance): void => {
  describe(`${name}, 20 steps`, () => {
    let expected: Record<string, Learned>;
    let learned: Record<string, Learned>;
    beforeAll(async () => {
      expected = await onCpu();
      learned = await learn();
    });

    it.each(runNames)('learns what cpu does: %s', (run) => {
      expect(farthest(learned[run]!.losses, expected[run]!.losses)).toBeLessThan(tolerance.losses);
      expect(farthest(learned[run]!.values, expected[run]!.values)).toBeLessThan(tolerance.values);
    });
  });
  if (hold === undefined) return;
  describe(`${name}, 200 steps`, () => {
    let held: Record<string, Held>;
    beforeAll(async () => {
      held = await hold();
    });

    it.each(runNames.slice(1))('holds no more at the end than at the start: %s', (run) => {
      const { left, ...looks } = held[run]!;
      expect(left).toBe(0);
      for (const [what, values] of Object.entries(looks)) expect({ [what]: values }).toEqual({ [what]: Array(10).fill(values[0]) });
    });
  });
};

const farthest = (found: readonly number[], expected: readonly number[]): number => {
  expect(found).toHaveLength(expected.length);
  return found.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
};
