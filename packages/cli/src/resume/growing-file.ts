import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { DumError } from '@dum/errors';
import type { Session } from '../session/session.js';
import { requireOutFile } from '../files/require-out.js';

/** A JSON file that is written during a run, so that the same command continues after the results that it holds. */
export interface GrowingFile<Document extends object> {
  readonly path: string;
  /** The common part of its results. */
  readonly about: Partial<Document>;
  /** The keys of its lists of results. */
  readonly lists: readonly (keyof Document & string)[];
}

/**
 * Reads the results of an earlier run from a file, to add to them; undefined when there is none.
 *
 * Throws `bad-input` for a file of other data or settings, for one of another kind, and as {@link requireOutFile} does.
 */
export const readEarlier = async <Document extends object>({
  path,
  about,
  lists,
}: GrowingFile<Document>): Promise<Document | undefined> => {
  await requireOutFile(path);
  const earlier = await parsed<Document>(path, lists);
  if (earlier === undefined) return undefined;
  const different = (Object.keys(about) as (keyof Document & string)[]).find((name) => !isDeepStrictEqual(earlier[name], about[name]));
  if (different === undefined) return earlier;
  throw new DumError('bad-input', `${path} has figures of other settings: its ${different} differ; give another --out`);
};

const parsed = async <Document extends object>(path: string, lists: readonly (keyof Document)[]): Promise<Document | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const document = JSON.parse(text) as Document;
    if (lists.every((name) => Array.isArray(document[name]))) return document;
  } catch {
    // reported below
  }
  throw new DumError('bad-input', `${path} does not hold results that can be continued; give another --out`);
};

/** Sets the message of a run that is stopped from now on: the file keeps its results. */
export const tellKept = (session: Session, path: string, results: string): void => {
  session.kept = `${results} are kept in ${path}, and the same command continues after them`;
};
