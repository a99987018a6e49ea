import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DumError } from '@dum/errors';
import type { Session } from '../session/session.js';
import { requireOutFile } from '../files/require-out.js';

/** A JSON file that is written while it is measured, so that the same command goes on behind what it holds. */
export interface GrowingFile<Document extends object> {
  readonly path: string;
  /** What all results of it have in common. */
  readonly about: Partial<Document>;
  /** The lists of results in it. */
  readonly lists: readonly (keyof Document & string)[];
}

/**
 * What an earlier run wrote to a file that is to be added to; undefined when there is none.
 *
 * Throws `bad-input` for a file of other data or settings, for one that is no such file, and as {@link requireOutFile} does.
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
    // told below
  }
  throw new DumError('bad-input', `${path} is no ${basename(path)} that can be added to; give another --out`);
};

/** Says what a run that is stopped from now on leaves in a file. */
export const tellKept = (session: Session, path: string, results: string): void => {
  session.kept = `${results} are kept in ${path}, and the same command goes on behind them`;
};
