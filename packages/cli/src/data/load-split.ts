import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createSplit, type Dataset, type Role, type Split, splitTrainValidation, takeFirst, type TaskData } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { inputOf } from '@dum/experiments';
import { readTrainingSummary } from '../files/training-summary.js';
import { sentenceOf } from '../session/sentence-of.js';
import type { Session } from '../session/session.js';
import { loadData, splitData, type WantedData } from './load-data.js';

/** A network and the folder that it was loaded from. */
export interface LoadedNetwork {
  readonly network: LayersModel;
  readonly folder: string;
}

/** How the training split was cut in two when a network was trained on it. */
interface TrainedSplit {
  readonly dataset: string;
  /** The identity of its samples; undefined for a network that does not say. */
  readonly identity: string | undefined;
  readonly seed: number;
  /** Samples of both parts. */
  readonly samples: number;
  readonly validation: number;
}

/** What is held out where no network says it, and by which seed. */
export interface HoldingOut {
  readonly validation?: number | undefined;
  readonly seed: number;
}

/** Data before they are cut: all samples that the training of a network was of, even where `--limit` says fewer. */
export interface UncutData {
  readonly whole: Dataset;
  readonly trained: TrainedSplit | undefined;
  readonly limit: number | undefined;
}

/** Data and its training split in two. */
export interface CutData {
  readonly data: Dataset;
  readonly split: TaskData;
}

/**
 * Loads data and cuts its training split in two as it was cut when the network of a folder was trained, so that its validation
 * samples are those that the network has not seen; `--limit` takes the first samples of each part.
 *
 * The data are told by their samples, and not by their name. A network that does not say how they were cut, or that was trained on other
 * data, is cut as {@link splitData} has it. Throws `bad-input` when more samples are to be held out than were in the training.
 */
export const loadSplit = async (session: Session, trained: LoadedNetwork, wanted: WantedData, holding: HoldingOut): Promise<CutData> =>
  cutData(session, await loadUncut(session, trained, wanted), holding);

/** What {@link cutData} cuts; for what is to be seen before. */
export const loadUncut = async (session: Session, network: LoadedNetwork, wanted: WantedData): Promise<UncutData> => {
  const trained = await trainedSplitOf(session, network);
  const { limit } = wanted;
  const before = limit === undefined || trained === undefined ? limit : Math.max(limit, trained.samples);
  return { whole: await loadData(session, { ...wanted, limit: before }), trained, limit };
};

/** Cuts data in its own memory, whose training samples change their order. Throws as {@link loadSplit} does. */
export const cutData = (session: Session, { whole, trained, limit }: UncutData, holding: HoldingOut): CutData => {
  const { classNames } = whole;
  const first = <R extends Role>(split: Split<R>, count = limit): Split<R> => (count === undefined ? split : takeFirst(split, count));
  const test = first(whole.test);
  if (trained === undefined || whole.validation !== undefined || !isTrainedOn(session, trained, whole)) {
    const { validation } = whole;
    const data = { ...whole, train: first(whole.train), test, ...(validation === undefined ? {} : { validation: first(validation) }) };
    return { data, split: splitData(data, holding) };
  }
  const { validation: heldOut, seed, samples } = trained;
  if (holding.validation !== undefined && holding.validation > heldOut) {
    throw new DumError(
      'bad-input',
      `--validation is ${holding.validation}; the network was trained on all but ${heldOut} samples, so expected at most ${heldOut} that it has not seen`,
    );
  }
  if (limit === undefined && samples < whole.train.count)
    session.note(`the network was trained with --limit ${samples}, so no more training samples are taken here`);
  const cut = splitTrainValidation(takeFirst(whole.train, samples), { validation: heldOut, seed, inPlace: true });
  const taken = { train: first(cut.train), validation: first(cut.validation, holding.validation ?? limit) };
  const { train, validation } = taken.train === cut.train ? taken : copyOf(taken, classNames.length);
  return { data: { ...whole, train, test }, split: { train, validation, classNames } };
};

/** Whether a network was trained on the first of these samples. */
const isTrainedOn = (session: Session, { dataset, identity, samples }: TrainedSplit, { name, train }: Dataset): boolean => {
  if (samples > train.count) return false;
  if (identity === undefined) return dataset === name;
  const isSame = takeFirst(train, samples).source.identity === identity;
  if (!isSame && dataset === name)
    session.note(
      `"${name}" has other samples than the network was trained on, so some that are held out here may be among those that it has seen`,
    );
  return isSame;
};

/** Both parts in memory of their own, so that what they were taken from can go. */
const copyOf = ({ train, validation }: Pick<TaskData, 'train' | 'validation'>, classCount: number) => {
  const copy = <R extends Role>(split: Split<R>): Split<R> => {
    const { role, source, y, sampleShape } = split;
    return source.values === undefined ? split : createSplit(role, { x: source.values.slice(), y: y.slice(), sampleShape, classCount });
  };
  return { train: copy(train), validation: copy(validation) };
};

/** How the data were cut, as summary.json beside a network says; one that cannot be read is noted. */
const trainedSplitOf = async ({ note }: Session, { network, folder }: LoadedNetwork): Promise<TrainedSplit | undefined> => {
  try {
    const summary = await readTrainingSummary(folder);
    if (summary === undefined) return undefined;
    const { dataset, seed, settings } = summary;
    const { trainingSamples, validationSamples: validation } = settings;
    return { dataset, identity: inputOf(network)?.samples, seed, samples: trainingSamples + validation, validation };
  } catch (error) {
    if (!(error instanceof DumError) || error.code !== 'bad-input') throw error;
    note(`which samples the training of the network held out is not known, so others are held out here: ${sentenceOf(error)}`);
    return undefined;
  }
};
