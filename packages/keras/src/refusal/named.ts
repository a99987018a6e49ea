import { DumError } from '@dum/errors';

/** Turns whatever reading a file threw into a refusal that names the file. */
export const named = (name: string, error: unknown): DumError => {
  if (error instanceof DumError) return new DumError(error.code, `importKeras: ${name} ${error.message}`, { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new DumError('bad-input', `importKeras: ${name} is damaged or no Keras network: ${reason.slice(0, 300)}; save it again`, {
    cause: error,
  });
};
