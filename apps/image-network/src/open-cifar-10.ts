import { createSplit, type Dataset, group, type Role, type Split, splitTrainValidation, takeFirst } from '@dum/datasets';
import { loadCifar10 } from '@dum/datasets/node';
import type { Samples, Sizes } from './samples.js';
import { type Picture, readSquares } from './squares.js';

/** The classes of CIFAR-10 that each task asks for. */
const questions = { dog: ['dog'], bird: ['bird'], vehicle: ['airplane', 'automobile', 'ship', 'truck'] };

const pictureSide = 32;

/** Opens CIFAR-10, its pictures scaled to the side that a network takes. Test samples are the first of its own test split. */
export const openCifar10 = async (folder: string, { side, train: samples, validation, test: tested, seed }: Sizes): Promise<Samples> => {
  const limit = Math.max(samples + validation, tested);
  const cifar = await loadCifar10({ limit, pixelRange: [0, 255], folder });
  const train = await scaled(takeFirst(cifar.train, samples + validation), cifar, side);
  const data = { ...splitTrainValidation(train, { validation, seed }), classNames: cifar.classNames };
  const test = await scaled(takeFirst(cifar.test, tested), cifar, side);
  return { data, test, tasks: Object.entries(questions).map(([name, classes]) => group(data, { name, classes })) };
};

const scaled = async <R extends Role>(split: Split<R>, { classNames }: Dataset, side: number): Promise<Split<R>> => {
  const size = 3 * pictureSide ** 2;
  const values = (await split.source.rows([...split.y.keys()])) as Float32Array;
  const pictures = Array.from(split.y, (_, at): Picture => {
    const bytes = Uint8Array.from(values.subarray(at * size, (at + 1) * size));
    return { bytes, width: pictureSide, height: pictureSide };
  });
  return createSplit(split.role, {
    x: await readSquares(pictures, side),
    y: split.y,
    sampleShape: [side, side, 3],
    classCount: classNames.length,
  });
};
