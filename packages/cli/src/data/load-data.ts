import { type Dataset, type PixelRange, splitTrainValidation, takeFirst, type TaskData } from '@dum/datasets';
import { type LoadDatasetOptions, loadDataset } from '@dum/datasets/node';
import { DumError } from '@dum/errors';
import { rangeText } from '../arguments/data-options.js';
import type { Session } from '../session/session.js';

/** What is loaded: a data set's name or path, the folder of its files, how pixels and pictures become samples, and how many of each split. */
export interface WantedData {
  readonly dataset: string;
  readonly data?: string | undefined;
  readonly pixelRange?: PixelRange | undefined;
  readonly imageSize?: readonly [height: number, width: number] | undefined;
  /** What a network takes, where there is one. */
  readonly pictures?: LoadDatasetOptions['pictures'] | undefined;
  readonly limit?: number | undefined;
}

/**
 * Loads what `--dataset` names, each split cut to `--limit`.
 *
 * Here is where pixels get the scale that a network wants: the loader turns bytes into numbers of `pixelRange` at once, so that
 * 0–255 is exact and nothing is scaled, or copied, a second time.
 */
export const loadData = async (
  { phase }: Session,
  { dataset: name, data: folder, pixelRange, imageSize, limit, ...wanted }: WantedData,
): Promise<Dataset> => {
  const pictures = wanted.pictures ?? (imageSize === undefined ? undefined : { size: imageSize });
  const { result } = await phase(
    `load ${name}`,
    () =>
      loadDataset(name, {
        ...(folder === undefined ? {} : { folder }),
        ...(pixelRange === undefined ? {} : { pixelRange }),
        ...(pictures === undefined ? {} : { pictures }),
        ...(limit === undefined || name.endsWith('.npz') ? {} : { limit }),
      }),
    ({ train, test }) => `${train.count} training and ${test.count} test samples`,
  );
  if (limit === undefined) return result;
  const { train, validation, test } = result;
  return {
    ...{ ...result, train: takeFirst(train, limit), test: takeFirst(test, limit) },
    ...(validation === undefined ? {} : { validation: takeFirst(validation, limit) }),
  };
};

/** Refuses data whose values are not what `--pixel-range` asks of them, since they came as numbers, and not as pixels. */
export const requirePixels = ({ name, range }: Dataset, given: PixelRange): void => {
  if (rangeText(given) === rangeText(range)) return;
  throw new DumError(
    'bad-input',
    `--pixel-range is ${rangeText(given)}; "${name}" has no pixels but values in [${range.join(', ')}], which are taken as they are; leave it out`,
  );
};

/**
 * Refuses a split in two of which a part has no sample of some class: a network can't be trained on that, or watched while it is.
 *
 * `options` names what to change.
 */
export const requireEveryClass = ({ train, validation, classNames }: TaskData, options: string): void => {
  for (const { role, y, count } of [train, validation]) {
    const missing = classNames.find((_, label) => !y.includes(label));
    if (missing !== undefined) {
      throw new DumError(
        'bad-input',
        `the ${role === 'train' ? 'training' : role} split, ${count} of ${train.count + validation.count} training samples, has none of class "${missing}"; change ${options} so that both splits have every class`,
      );
    }
  }
};

/**
 * The training split in two, in its own memory, since large data would not fit twice: as many samples are held out as
 * `splitTrainValidation` has it, unless it is said how many. Data with a validation split of their own are not cut.
 */
export const splitData = (
  { train, validation: own, classNames }: Dataset,
  { validation, seed }: { readonly validation?: number | undefined; readonly seed: number },
): TaskData => {
  if (own !== undefined) return { train, validation: validation === undefined ? own : takeFirst(own, validation), classNames };
  return { ...splitTrainValidation(train, { ...(validation === undefined ? {} : { validation }), seed, inPlace: true }), classNames };
};
