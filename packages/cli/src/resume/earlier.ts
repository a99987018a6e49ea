import { isDeepStrictEqual } from 'node:util';
import { DumError } from '@dum/errors';
import { sentenceOf } from '../session/sentence-of.js';
import type { Session } from '../session/session.js';

/** What an earlier run left to go on from, or why a run cannot go on from it; undefined where nothing was left. */
export type Earlier<Left> = { readonly left: Left } | { readonly reason: string } | undefined;

/** What an earlier run may have left, and what it must be of for a run to go on from it. */
export interface Expected<Left> {
  /** Reads what was left; a file that cannot be read is a reason, a disk that fails is not. */
  readonly read: () => Promise<Left | undefined>;
  /** The settings that must be the same. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The settings that it is of. */
  readonly settingsOf: (left: Left) => Readonly<Record<string, unknown>>;
  /** The packages whose versions must be the same, with the versions; default none. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** What an earlier run left, where this run can go on from it. */
export const findEarlier = async <Left>({ read, settings, settingsOf, versions = {} }: Expected<Left>): Promise<Earlier<Left>> => {
  try {
    const left = await read();
    if (left === undefined) return undefined;
    const found = settingsOf(left);
    const reason = differenceOf(found, settings) ?? versionDifference(found.versions, versions);
    return reason === undefined ? { left } : { reason };
  } catch (error) {
    if (error instanceof DumError && error.code === 'bad-input') return { reason: sentenceOf(error) };
    throw error;
  }
};

/** Says what a run that is stopped from now on leaves in a file or a folder. */
export const tellKept = (session: Session, where: string, results: string): void => {
  session.kept = `${results} are kept in ${where}, and the same command goes on behind them`;
};

const differenceOf = (found: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, unknown>>): string | undefined => {
  const name = Object.keys(wanted).find((key) => !isDeepStrictEqual(found[key], wanted[key]));
  return name === undefined ? undefined : `its ${name} ${name.endsWith('s') ? 'differ' : 'differs'}`;
};

const versionDifference = (found: unknown, wanted: Readonly<Record<string, string>>): string | undefined => {
  const earlier = (found ?? {}) as Readonly<Record<string, string>>;
  const name = Object.keys(wanted).find((key) => key !== 'node' && earlier[key] !== wanted[key]);
  return name === undefined ? undefined : `it was trained with ${name} ${earlier[name] ?? 'of an unknown version'}, not ${wanted[name]}`;
};
