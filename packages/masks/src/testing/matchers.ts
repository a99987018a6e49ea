import { memory, type Tensor } from '@tensorflow/tfjs-core';

/** The result of a matcher. */
export interface MatcherResult {
  /** Whether it holds. */
  readonly pass: boolean;
  /** The reason why it does not. */
  readonly message: () => string;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: it must repeat the declaration that it extends
  interface Matchers<T = any> /* eslint-disable-line @typescript-eslint/no-explicit-any */ {
    /** Every value is within `tolerance` (default 1e-5) of the expected one, absolutely or relative to the largest expected magnitude. */
    toBeAllclose(expected: Tensor | ArrayLike<number>, tolerance?: number): T;
    /** The function, awaited, ends with as many tensors as it began with. */
    toLeakNoTensors(): Promise<T>;
  }
}

/**
 * Matchers for tensors and numbers, for `expect.extend`.
 *
 * @example
 * expect.extend(matchers);
 * expect(sigmoid(tensor1d([0]))).toBeAllclose([0.5]);
 */
export const matchers = {
  /** Whether every value is within the tolerance of the expected one, absolutely or relative to the largest expected magnitude. */
  toBeAllclose(received: Tensor | ArrayLike<number>, expected: Tensor | ArrayLike<number>, tolerance = 1e-5): MatcherResult {
    const [actual, wanted] = [valuesOf(received), valuesOf(expected)];
    const scale = Math.max(1, ...wanted.map(Math.abs));
    const wrong =
      actual.length === wanted.length ? actual.findIndex((value, index) => !(Math.abs(value - wanted[index]!) <= tolerance * scale)) : 0;
    return {
      pass: wrong < 0,
      message: () =>
        `${actual.length} values against ${wanted.length}; first difference beyond ${tolerance * scale} at ${wrong}: ${actual[wrong]} instead of ${wanted[wrong]}`,
    };
  },
  /** Whether a function, awaited, ends with as many tensors as it began with. */
  async toLeakNoTensors(received: () => unknown): Promise<MatcherResult> {
    const before = memory().numTensors;
    await received();
    const leaked = memory().numTensors - before;
    return { pass: leaked === 0, message: () => `${leaked} tensors more than before` };
  },
};

const valuesOf = (values: Tensor | ArrayLike<number>): number[] => Array.from('dataSync' in values ? values.dataSync() : values);
