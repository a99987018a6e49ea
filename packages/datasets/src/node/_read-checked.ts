import { createHash } from 'node:crypto';
import { DumError } from '@dum/errors';
import type { NamedBytes } from '../sources/idx-dataset.js';

/** The checksum of a file, and advice for when it differs. */
export interface Original {
  readonly who: string;
  /** The data set of the file, for the message. */
  readonly of: string;
  readonly path: string;
  readonly md5: string;
  readonly advice: string;
}

/** The md5 of bytes, in hexadecimal digits. */
export const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** Checks that the contents of a file are the original ones, and returns it. */
export const requireOriginal = (file: NamedBytes, { who, of, path, md5, advice }: Original): NamedBytes => {
  const found = md5Of(file.bytes);
  if (found === md5) return file;
  throw new DumError(
    'bad-input',
    `${who}: ${path} is not ${of}: md5 ${md5} expected, ${found} found (${file.bytes.length} bytes); ${advice}`,
  );
};
