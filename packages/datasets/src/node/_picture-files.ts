import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DumError } from '@dum/errors';
import { readFailure } from '@dum/errors/node';
import { mostClasses } from '../labels.js';
import { inParallel } from './_in-parallel.js';

/** A picture in a folder of classes. */
export interface PictureFile {
  readonly path: string;
  /** The folder of its class and its own name, the same on every machine. */
  readonly name: string;
  readonly bytes: number;
  readonly label: number;
}

/** The pictures of each class, by name. */
export type PictureClasses = ReadonlyMap<string, readonly Omit<PictureFile, 'label'>[]>;

const isPicture = (name: string): boolean => /\.(png|jpe?g)$/i.test(name) && !name.startsWith('.');

const byCode = (first: string, second: string): number => Number(first > second) - Number(first < second);

const list = (who: string, folder: string): Promise<string[]> =>
  readdir(folder).then(
    (names) => names.filter((name) => !name.startsWith('.')).sort(byCode),
    (error: unknown) => {
      throw readFailure(folder, error, { who });
    },
  );

const statAll = async (who: string, folder: string, names: readonly string[]) => {
  const found = new Array<Awaited<ReturnType<typeof stat>>>(names.length);
  await inParallel(names.length, async (at) => {
    const path = join(folder, names[at]!);
    found[at] = await stat(path).catch((error: unknown) => {
      throw readFailure(path, error, { who });
    });
  });
  return names.map((name, at) => ({ name, path: join(folder, name), found: found[at]! }));
};

/** The folders in a folder, sorted by name. */
export const foldersIn = async (who: string, folder: string): Promise<string[]> =>
  (await statAll(who, folder, await list(who, folder))).filter(({ found }) => found.isDirectory()).map(({ name }) => name);

/**
 * Lists the pictures in the subfolders of a folder, one for each class: classes and pictures sorted by name.
 *
 * Other files and nested folders are skipped. Refuses a folder without classes, a class without pictures, and an empty file.
 */
export const pictureClasses = async (who: string, folder: string): Promise<PictureClasses> => {
  const refuse = (message: string): never => {
    throw new DumError('bad-input', `${who}: ${message}`);
  };
  const names = await foldersIn(who, folder);
  if (names.length === 0) refuse(`${JSON.stringify(folder)} has no folders; expected one for each class, with its pictures`);
  if (names.length > mostClasses) refuse(`${JSON.stringify(folder)} has ${names.length} folders; expected at most ${mostClasses} classes`);
  const classes = new Map<string, Omit<PictureFile, 'label'>[]>();
  for (const name of names) {
    const place = join(folder, name);
    const all = await list(who, place);
    const files = (await statAll(who, place, all.filter(isPicture))).filter(({ found }) => found.isFile());
    if (files.length === 0)
      refuse(
        `class "${name}" has no picture in ${JSON.stringify(place)}, which has ${all.length} other files or folders; expected .png, .jpg or .jpeg`,
      );
    const empty = files.find(({ found }) => found.size === 0);
    if (empty !== undefined) refuse(`${JSON.stringify(empty.path)} is empty; expected a picture`);
    classes.set(
      name,
      files.map(({ name: file, path, found }) => ({ path, name: `${name}/${file}`, bytes: Number(found.size) })),
    );
  }
  return classes;
};
