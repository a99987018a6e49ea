import { createHash } from 'node:crypto';
import { DumError } from '@dum/errors';
import type { NamedBytes } from '../sources/idx-dataset.js';

/** What the bytes of a file must be, and what to do when they are not. */
export interface Original {
  readonly who: string;
  /** Whose file it is, for the message. */
  readonly of: string;
  readonly path: string;
  readonly md5: string;
  readonly advice: string;
}

/** The md5 of bytes, in hexadecimal digits. */
export const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** The same file, when its contents are the original ones. */
export const requireOriginal = (file: NamedBytes, { who, of, path, md5, advice }: Original): NamedBytes => {
  const found = md5Of(file.bytes);
  if (found === md5) return file;
  throw new DumError(
    'bad-input',
    `${who}: ${path} is not ${of}: md5 ${md5} expected, ${found} found (${file.bytes.length} bytes); ${advice}`,
  );
};
