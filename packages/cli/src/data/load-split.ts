import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createSplit, type Dataset, type Role, type Split, splitTrainValidation, takeFirst, type TaskData } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { inputOf } from '@dum/experiments';
import { readTrainingSummary } from './training-summary.js';
import { sentenceOf } from '../session/sentence-of.js';
import type { Session } from '../session/session.js';
import { loadData, splitData, type WantedData } from './load-data.js';

/** A network and the folder that it was loaded from. */
export interface LoadedNetwork {
  readonly network: LayersModel;
  readonly folder: string;
}

/** How the training split was divided for the training of a network. */
interface TrainedSplit {
  readonly dataset: string;
  /** The identity of its samples; undefined if the network does not record it. */
  readonly identity: string | undefined;
  readonly seed: number;
  /** Samples of both parts. */
  readonly samples: number;
  readonly validation: number;
}

/** The default number of held-out samples, and the seed that chooses them. */
export interface HoldingOut {
  readonly validation?: number | undefined;
  readonly seed: number;
}

/** Data before they are divided: all samples of a network's training, even if `--limit` is smaller. */
export interface UncutData {
  readonly whole: Dataset;
  readonly trained: TrainedSplit | undefined;
  readonly limit: number | undefined;
}

/** Data, and its divided training split. */
export interface CutData {
  readonly data: Dataset;
  readonly split: TaskData;
}

/**
 * Loads data and divides its training split as for the training of the network of a folder, so that its validation samples are those that
 * the network has not seen. `--limit` takes the first samples of each part.
 *
 * Data are recognised by their samples, not by their name. For a network that does not record the division, or that was trained on other
 * data, the split is divided by {@link splitData}. Throws `bad-input` when more samples are to be held out than in the training.
 */
export const loadSplit = async (session: Session, trained: LoadedNetwork, wanted: WantedData, holding: HoldingOut): Promise<CutData> =>
  cutData(session, await loadUncut(session, trained, wanted), holding);

/** Loads the data for {@link cutData}, for checks that come before. */
export const loadUncut = async (session: Session, network: LoadedNetwork, wanted: WantedData): Promise<UncutData> => {
  const trained = await trainedSplitOf(session, network);
  const { limit } = wanted;
  const before = limit === undefined || trained === undefined ? limit : Math.max(limit, trained.samples);
  return { whole: await loadData(session, { ...wanted, limit: before }), trained, limit };
};

/** Divides data in place, which reorders its training samples. Throws as {@link loadSplit} does. */
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
    session.note(`"${name}" has other samples than the network was trained on, so it may have seen some of the held-out samples`);
  return isSame;
};

/** Copies both parts, so that the data they were taken from can be freed. */
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
