import { DumError } from '@dum/errors';
import { expect } from 'vitest';

/** The message with which a call refuses bad input. */
export const refusal = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(DumError);
    expect((error as DumError).code).toBe('bad-input');
    return (error as DumError).message;
  }
  throw new Error('nothing was refused');
};
