import { DumError } from '@dum/errors';

/** Runs a check of a topology; its refusal then names the file too. */
export const checkNetworkOf = <Result>(file: string, check: () => Result): Result => {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof DumError)) throw error;
    throw new DumError(error.code, `fileSystem: ${file}: ${error.message}`, { cause: error });
  }
};
