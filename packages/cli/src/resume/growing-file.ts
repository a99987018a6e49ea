import { basename } from 'node:path';
import { DumError } from '@dum/errors';
import { ifThere, readWholeText } from '@dum/errors/node';
import type { DocumentFormat } from '@dum/runs';
import { requireOutFile } from '../files/require-out.js';
import { findEarlier } from './earlier.js';

/** A JSON file that is written during a run, so that the same command continues after the results that it holds. */
export interface GrowingFile<Document extends { readonly format: string; readonly version: number }> {
  readonly path: string;
  readonly format: DocumentFormat<Document>;
  /** The common part of its results. */
  readonly about: Readonly<Partial<Record<keyof Document & string, unknown>>>;
}

/**
 * Reads the results of an earlier run from a file, to add to them; undefined when there is none.
 *
 * Throws `bad-input` for a file of other data or settings, for one that is damaged, of another format or of another version, and as
 * {@link requireOutFile} does.
 */
export const readEarlier = async <Document extends { readonly format: string; readonly version: number }>({
  path,
  format,
  about,
}: GrowingFile<Document>): Promise<Document | undefined> => {
  await requireOutFile(path);
  const earlier = await findEarlier({
    read: async () => {
      const text = await ifThere(readWholeText(path, { who: basename(path) }));
      return text === undefined ? undefined : format.read(text, { name: path });
    },
    settings: about,
    settingsOf: (document): Readonly<Record<string, unknown>> => ({ ...document }),
  });
  if (earlier === undefined) return undefined;
  if ('left' in earlier) return earlier.left;
  throw new DumError('bad-input', `${path} cannot be continued: ${earlier.reason}; give another --out`);
};
