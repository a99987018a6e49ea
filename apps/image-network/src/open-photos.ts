import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSplit, group, splitTrainValidation, takeFirst } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { readFailure } from '@dum/errors/node';
import type { Samples, Sizes } from './samples.js';
import { readSquares } from './squares.js';
import { type Superclass, superclasses, superclassOf } from './superclasses.js';

const who = 'openPhotos';

/**
 * Opens photos of the classes of ImageNet, whose names start with WordNet numbers, and parts them at random: superclass by superclass, as
 * there is hardly more than one photo of each class.
 */
export const openPhotos = async (folder: string, { side, train: samples, validation, test: tested, seed }: Sizes): Promise<Samples> => {
  const files = await readdir(folder).catch((error: unknown) => {
    throw readFailure(folder, error, { who });
  });
  const photos = files.sort().flatMap((file) => {
    const superclass = superclassOf(file);
    return superclass === undefined ? [] : [{ file, superclass }];
  });
  if (photos.length === 0) {
    throw new DumError(
      'bad-input',
      `${who}: ${folder} has no photo whose name starts with a WordNet number, such as n02085620_Chihuahua.jpg; apps/image-network/README.md says how to get some`,
    );
  }
  const squares = await readSquares(
    photos.map(({ file }) => join(folder, file)),
    side,
  );
  const all = createSplit('train', {
    x: squares,
    y: photos.map(({ superclass }) => superclasses.indexOf(superclass)),
    sampleShape: [side, side, 3],
    classCount: superclasses.length,
  });
  const { train: rest, validation: held } = splitTrainValidation(all, { validation: tested, seed });
  const test = createSplit('test', { source: held.source, y: held.y, classCount: superclasses.length });
  const parted = splitTrainValidation(rest, { validation, seed });
  const data = { ...parted, train: takeFirst(parted.train, samples), classNames: superclasses };
  const names: readonly Superclass[] = ['dog', 'bird', 'vehicle'];
  return { data, test, tasks: names.map((name) => group(data, { name, classes: [name] })) };
};
