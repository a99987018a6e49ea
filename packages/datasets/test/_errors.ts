import { DumError } from '@dum/errors';
import { expect } from 'vitest';

/** The message of the DumError that `run` must throw, with this code. */
export const refusal = async (run: () => unknown, code = 'bad-input'): Promise<string> => {
  let error: unknown;
  try {
    await run();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(DumError);
  expect((error as DumError).code).toBe(code);
  return (error as DumError).message;
};
