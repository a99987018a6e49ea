import { DumError, show } from '@dum/errors';

const keyPattern = /^[a-z0-9](?:[a-z0-9._-]{0,198}[a-z0-9_-])?$/;

/** Whether a text is a key of a store. */
export const isKey = (text: unknown): text is string => typeof text === 'string' && keyPattern.test(text);

/** Checks that a value is a key of a store, and returns it. Throws `bad-input` otherwise. */
export const requireKey = (who: string, key: unknown): string => {
  if (isKey(key)) return key;
  throw new DumError(
    'bad-input',
    `${who}: the key is ${show(key)}; expected 1 to 200 of a-z, 0-9, ".", "_" and "-", a letter or a digit first and no dot last`,
  );
};
