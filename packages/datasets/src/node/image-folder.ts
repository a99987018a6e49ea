import { basename, join, resolve } from 'node:path';
import type Sharp from 'sharp';
import { DumError } from '@dum/errors';
import { random } from '../_random.js';
import type { Dataset } from '../dataset.js';
import { limited } from '../sources/limited.js';
import { checkedPixelRange, type PixelRange } from '../sources/pixel-range.js';
import { brandSplit, type Role, type Split } from '../split.js';
import { loadSharp } from './_load-sharp.js';
import { foldersIn, type PictureClasses, pictureClasses, type PictureFile } from './_picture-files.js';
import { type PictureFormat, pictureSource } from './_picture-source.js';

const who = 'imageFolder';

/** Options of {@link imageFolder}. */
export interface ImageFolderOptions {
  /** Height and width to resize pictures to, cropped if their shape differs; by default all must have one size. */
  readonly size?: readonly [height: number, width: number];
  /** 1 for grey, 3 for colour; by default 3 if one of the first pictures of the classes has colours. */
  readonly channels?: 1 | 3;
  /** The values of pixels 0 and 255; [0, 1] by default. */
  readonly pixelRange?: PixelRange;
  /** Keep only this many samples of each split; the classes take turns, so the first are of all classes. */
  readonly limit?: number;
  /** The share of each class's pictures, below 1, that become the test split if there is no folder for it; 0.1 by default. */
  readonly test?: number;
  /** The seed that chooses them; 1 by default. */
  readonly seed?: number;
}

/**
 * Creates a data set from PNG or JPEG files, with a folder for each class: `folder/train/CLASS/*.png`, and likewise in `validation` (or
 * `val`) and `test` if they exist; or `folder/CLASS/*.png`, where a share of each class becomes the test split.
 *
 * Pictures are decoded on demand, so they need not fit in memory: several threads decode a batch while the one before is computed on.
 * Classes are sorted by name, and take turns. Samples are `[height, width, channels]` in `pixelRange`; transparency is dropped, and the
 * orientation of a JPEG is applied. The identity of a split is a hash of its format and of the class, name and bytes of each file, not of
 * dates, so a copy on another machine has the same identity.
 *
 * The package `sharp` decodes and resizes; it is an optional peer dependency.
 *
 * @throws DumError 'bad-input' for a folder without classes, a class without pictures, classes that are not those of `train`, an option out
 * of range, and if `sharp` is not installed; when samples are read, for a file that is cut short, is not a picture, or has another size
 * (the file is named). 'storage' when the disk fails.
 *
 * @example
 * const flowers = await imageFolder('flowers', { size: [96, 96] });
 */
export const imageFolder = async (folder: string, options: ImageFolderOptions = {}): Promise<Dataset> => {
  const { size, channels, limit, test: share = 0.1, seed = 1 } = options;
  const range = checkedPixelRange(who, options.pixelRange);
  requireFormat(size, channels, share);
  const names = await foldersIn(who, folder);
  const isCut = names.includes('train') && (await foldersIn(who, join(folder, 'train'))).length > 0;
  const train = await pictureClasses(who, isCut ? join(folder, 'train') : folder);
  const classNames = [...train.keys()];
  const read = async (...places: readonly string[]): Promise<PictureFile[] | undefined> => {
    const place = isCut ? places.find((name) => names.includes(name)) : undefined;
    return place === undefined ? undefined : inTurns(requireClasses(place, await pictureClasses(who, join(folder, place)), classNames));
  };
  const [validation, test] = [await read('validation', 'val'), await read('test')];
  const parts = test === undefined ? cutClasses(train, share, seed) : { train: inTurns(train), test };
  const sharp = await loadSharp(who);
  const format = await formatOf(sharp, train, { size, channels, range });
  const splitOf = <R extends Role>(role: R, files: readonly PictureFile[]): Split<R> => {
    const taken = files.slice(0, limited(who, files.length, limit));
    return brandSplit(role, { source: pictureSource(sharp, taken, format), y: Uint16Array.from(taken, ({ label }) => label) });
  };
  return {
    name: basename(resolve(folder)),
    sampleShape: [format.height, format.width, format.channels],
    ...{ range, classNames, train: splitOf('train', parts.train), test: splitOf('test', parts.test) },
    ...(validation === undefined ? {} : { validation: splitOf('validation', validation) }),
  };
};

const requireFormat = (size: unknown, channels: unknown, share: number): void => {
  const isSize = Array.isArray(size) && size.length === 2 && size.every((side) => Number.isInteger(side) && side > 0);
  if (size !== undefined && !isSize)
    throw new DumError('bad-input', `${who}: size is ${JSON.stringify(size)}; expected [height, width], such as [96, 96]`);
  if (![undefined, 1, 3].includes(channels as 1))
    throw new DumError('bad-input', `${who}: channels is ${JSON.stringify(channels)}; expected 1 or 3`);
  if (!(share > 0 && share < 1)) throw new DumError('bad-input', `${who}: test is ${share}; expected a share between 0 and 1`);
};

/** The pictures of all classes, with the classes taking turns. */
const inTurns = (classes: PictureClasses): PictureFile[] => {
  const all = [...classes.values()].flatMap((files, label) => files.map((file, turn) => ({ ...file, label, turn })));
  return all.sort((a, b) => a.turn - b.turn || a.label - b.label).map(({ path, name, bytes, label }) => ({ path, name, bytes, label }));
};

const requireClasses = (place: string, classes: PictureClasses, classNames: readonly string[]): PictureClasses => {
  const refuse = (name: string, here: string, there: string): never => {
    throw new DumError('bad-input', `${who}: class "${name}" is in "${here}" and not in "${there}"; expected the same classes in both`);
  };
  const known = new Set(classNames);
  for (const name of classes.keys()) if (!known.has(name)) refuse(name, place, 'train');
  for (const name of classNames) if (!classes.has(name)) refuse(name, 'train', place);
  return classes;
};

/** Holds out a random share of each class; both parts keep the order of the names. */
const cutClasses = (classes: PictureClasses, share: number, seed: number): { train: PictureFile[]; test: PictureFile[] } => {
  const draw = random(who, seed);
  const [train, test] = [new Map(classes), new Map(classes)];
  for (const [name, files] of classes) {
    if (files.length < 2)
      throw new DumError('bad-input', `${who}: class "${name}" has one picture; expected at least two, to train on and to test on`);
    const count = Math.min(files.length - 1, Math.max(1, Math.round(share * files.length)));
    const order = files.map((file, place) => ({ file, place, key: draw.uniform(0, 1) })).sort((a, b) => a.key - b.key);
    const drawn = new Set(order.slice(0, count).map(({ place }) => place));
    train.set(
      name,
      files.filter((_, place) => !drawn.has(place)),
    );
    test.set(
      name,
      files.filter((_, place) => drawn.has(place)),
    );
  }
  return { train: inTurns(train), test: inTurns(test) };
};

/** The number of first pictures of classes that determine the size and the colours of all. */
const mostLooks = 32;

const formatOf = async (
  sharp: typeof Sharp,
  classes: PictureClasses,
  {
    size,
    channels,
    range,
  }: { readonly size: ImageFolderOptions['size']; readonly channels: 1 | 3 | undefined; readonly range: PixelRange },
): Promise<PictureFormat> => {
  const firsts = [...classes.values()].map(([first]) => first!.path);
  const looks = firsts.filter((_, at) => at % Math.ceil(firsts.length / mostLooks) === 0);
  const seen = await Promise.all(
    looks.map(async (path) => {
      const { channels: found, autoOrient } = await sharp(path)
        .metadata()
        .catch((cause: unknown) => {
          throw new DumError('bad-input', `${who}: ${JSON.stringify(path)} can't be read as a picture: ${(cause as Error).message}`, {
            cause,
          });
        });
      return { path, hasColours: found > 2, ...autoOrient };
    }),
  );
  const { height, width } = seen[0]!;
  const other = seen.find((each) => each.height !== height || each.width !== width);
  if (size === undefined && other !== undefined)
    throw new DumError(
      'bad-input',
      `${who}: ${JSON.stringify(other.path)} is ${other.width} × ${other.height} pixels and ${JSON.stringify(seen[0]!.path)} ${width} × ${height}; expected pictures of one size, so give a size to resize them to`,
    );
  return {
    ...{ who, range, height: size?.[0] ?? height, width: size?.[1] ?? width, resizes: size !== undefined },
    channels: channels ?? (seen.some(({ hasColours }) => hasColours) ? 3 : 1),
  };
};
