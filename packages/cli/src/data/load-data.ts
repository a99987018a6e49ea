import { type Dataset, type PixelRange, splitTrainValidation, type TablePreparation, takeFirst, type TaskData } from '@dum/datasets';
import { isTable, type LoadDatasetOptions, loadDataset } from '@dum/datasets/node';
import { DumError } from '@dum/errors';
import { rangeText } from '../arguments/data-options.js';
import type { Session } from '../session/session.js';

/**
 * A request for data: a data set's name or path, the folder of its files, how pixels and pictures become samples, and a limit of samples.
 */
export interface WantedData {
  readonly dataset: string;
  readonly data?: string | undefined;
  readonly pixelRange?: PixelRange | undefined;
  readonly imageSize?: readonly [height: number, width: number] | undefined;
  /** The pictures that the network takes, if there is one. */
  readonly pictures?: LoadDatasetOptions['pictures'] | undefined;
  /** The column of labels, the columns to leave out and the scaling of a table. */
  readonly label?: string | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly scaling?: 'standard' | 'none' | undefined;
  /** How the network takes the rows of a table, if there is one. */
  readonly preparation?: TablePreparation | undefined;
  readonly limit?: number | undefined;
}

/**
 * Loads the data set of `--dataset`, each split cut to `--limit`.
 *
 * Pixels get their scale here: the loader converts bytes to numbers of `pixelRange`, so that 0–255 is exact and nothing is scaled or copied
 * twice.
 */
export const loadData = async (
  { note, phase }: Session,
  { dataset: name, data: folder, pixelRange, imageSize, limit, ...wanted }: WantedData,
): Promise<Dataset> => {
  const pictures = wanted.pictures ?? (imageSize === undefined ? undefined : { size: imageSize });
  const table = await tableOptions(name, wanted);
  const { result } = await phase(
    `load ${name}`,
    () =>
      loadDataset(name, {
        ...(folder === undefined ? {} : { folder }),
        ...(pixelRange === undefined ? {} : { pixelRange }),
        ...(pictures === undefined ? {} : { pictures }),
        ...(table === undefined ? {} : { table }),
        ...(limit === undefined || table !== undefined || name.endsWith('.npz') ? {} : { limit }),
      }),
    ({ train, test }) => `${train.count} training and ${test.count} test samples`,
  );
  for (const text of result.notes ?? []) note(text);
  if (limit === undefined) return result;
  const { train, validation, test } = result;
  return {
    ...{ ...result, train: takeFirst(train, limit), test: takeFirst(test, limit) },
    ...(validation === undefined ? {} : { validation: takeFirst(validation, limit) }),
  };
};

/** What the options say of a table; undefined for other data, for which they are refused. */
const tableOptions = async (
  name: string,
  { label, ignore, scaling, preparation }: Pick<WantedData, 'label' | 'ignore' | 'scaling' | 'preparation'>,
): Promise<LoadDatasetOptions['table']> => {
  const given = Object.entries({ '--label': label, '--ignore': ignore, '--scaling': scaling }).find(([, value]) => value !== undefined);
  if (!(await isTable(name))) {
    if (given === undefined) return undefined;
    throw new DumError(
      'bad-input',
      `${given[0]} is ${String(given[1])}; ${JSON.stringify(name)} is not a table, so it has no columns; leave it out`,
    );
  }
  if (preparation !== undefined) {
    if (given === undefined || (given[0] === '--label' && label === preparation.label)) return { preparation };
    throw new DumError(
      'bad-input',
      `${given[0]} is ${String(given[1])}; the network was trained with the label "${preparation.label}" and keeps how its columns are prepared; leave it out`,
    );
  }
  return {
    ...(label === undefined ? {} : { label }),
    ...(ignore === undefined ? {} : { ignore }),
    ...(scaling === undefined ? {} : { scaling }),
  };
};

/** Refuses `--pixel-range` for data that are numbers instead of pixels and have another range. */
export const requirePixels = ({ name, range }: Dataset, given: PixelRange): void => {
  if (rangeText(given) === rangeText(range)) return;
  throw new DumError(
    'bad-input',
    `--pixel-range is ${rangeText(given)}; "${name}" has no pixels but values in [${range.join(', ')}], which are used unchanged; leave it out`,
  );
};

/**
 * Refuses a division of the training split in which a part lacks some class: a network can't be trained on it, or validated with it.
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
 * Divides the training split in place, because large data would not fit into memory twice. The number of held-out samples is that of
 * `splitTrainValidation` by default. Data with their own validation split are not divided.
 */
export const splitData = (
  { train, validation: own, classNames }: Dataset,
  { validation, seed }: { readonly validation?: number | undefined; readonly seed: number },
): TaskData => {
  if (own !== undefined) return { train, validation: validation === undefined ? own : takeFirst(own, validation), classNames };
  return { ...splitTrainValidation(train, { ...(validation === undefined ? {} : { validation }), seed, inPlace: true }), classNames };
};
