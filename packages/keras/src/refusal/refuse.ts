import { DumError } from '@dum/errors';

/** Throws the refusal of a file; the sentence goes on after the name of the file. */
export const refuse = (sentence: string, cause?: unknown): never => {
  throw new DumError('bad-input', sentence, cause === undefined ? {} : { cause });
};
