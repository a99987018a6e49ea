import { isDeepStrictEqual } from 'node:util';
import { DumError } from '@dum/errors';
import { sentenceOf } from '../session/sentence-of.js';
import type { Session } from '../session/session.js';

/** The results of an earlier run to continue from, or the reason why they cannot be used; undefined if there are none. */
export type Earlier<Left> = { readonly left: Left } | { readonly reason: string } | undefined;

/** Where to find the results of an earlier run, and the settings that they must have. */
export interface Expected<Left> {
  /** Reads the results. A damaged file is a reason; a failing disk is an error. */
  readonly read: () => Promise<Left | undefined>;
  /** The settings that must be the same. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The settings of the results. */
  readonly settingsOf: (left: Left) => Readonly<Record<string, unknown>>;
  /** The packages whose versions must be the same, with the versions; default none. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** Finds the results of an earlier run that this run can continue from. */
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

/** Sets the message of a run that is stopped from now on: the file or folder keeps its results. */
export const tellKept = (session: Session, where: string, results: string): void => {
  session.kept = `${results} are kept in ${where}, and the same command continues after them`;
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
