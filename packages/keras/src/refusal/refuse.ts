import { DumError } from '@dum/errors';

/** Throws the refusal of a file. The name of the file is put before the sentence. */
export const refuse = (sentence: string, cause?: unknown): never => {
  throw new DumError('bad-input', sentence, cause === undefined ? {} : { cause });
};
