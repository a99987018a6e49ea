import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createSplit, group, splitTrainValidation } from '@dum/datasets';
import { DumError, objectWith, requireKnownOptions, requireOptions, show } from '@dum/errors';
import { type Extraction, extractSubnetwork, type ExtractionOptions, requireModel } from '@dum/masks';
import { keptIndicesByLayer, type Subnetwork } from '@dum/masks/mask-set';
import type { Evidence } from '../evidence/evidence.js';
import { gatherEvidence } from '../evidence/gather-evidence.js';
import { answersClassCount } from '../networks/class-answers.js';
import { type DiscoveryOptions, discoverSubnetwork } from '../search/index.js';
import { labelledSamples, type SampleLabels, type SampleValues } from './labelled-samples.js';

const who = 'findSubnetwork';

/** The samples of {@link findSubnetwork}. */
export interface FindData {
  /** A tensor, nested lists, or a typed array of all values, one sample after another, as the network takes them. */
  readonly x: SampleValues;
  /** The class of each sample: numbers from 0, names, or one-hot rows. */
  readonly y: SampleLabels;
  /** The names of the classes; by default those in `y`, sorted, or their numbers. */
  readonly classNames?: readonly string[];
}

/** The question of {@link findSubnetwork}, and how it is answered. */
export interface FindOptions {
  /** The class that a yes means, or several. */
  readonly question: string | number | readonly (string | number)[];
  /** The random masks that the subnetwork is compared with; default 100. */
  readonly draws?: number;
  /** Whether the search is repeated with two other seeds and over a random network, which takes four times as long; default false. */
  readonly thorough?: boolean;
  /** Settings of the search; by default those of `discoverSubnetwork`. */
  readonly search?: DiscoveryOptions;
}

/** What {@link findSubnetwork} finds. */
export interface Finding {
  readonly subnetwork: Subnetwork;
  /** The evidence for and against it, on samples that were used for nothing else; `evidence.verdict.text` says what it comes to. */
  readonly evidence: Evidence;
  /** The numbers of the kept units of each layer. */
  readonly keptUnits: Readonly<Record<string, readonly number[]>>;
  /** Cuts the subnetwork out, as `extractSubnetwork` does. */
  readonly extract: (options?: ExtractionOptions) => Promise<Extraction>;
}

/**
 * Finds the part of a network that answers one question, with the evidence for it, from plain arrays: the short way.
 *
 * A fifth of the samples of each class is set aside for the evidence, and a twelfth of the others chooses the masks; which they are depends
 * on the seed of the search alone. It is `discoverSubnetwork` and `gatherEvidence` in one: call these for several questions at once, for
 * data with splits of their own, or for data that are not in memory.
 *
 * @throws DumError 'bad-input' for samples, labels or a question that don't fit, and whatever the search and the evidence refuse;
 * 'failed-results' when the search diverges.
 *
 * @example
 * const { evidence, keptUnits, extract } = await findSubnetwork(network, { x, y }, { question: 'cat' });
 * console.log(evidence.verdict.text, keptUnits);
 */
export const findSubnetwork = async (network: LayersModel, data: FindData, options: FindOptions): Promise<Finding> => {
  requireModel(who, network);
  requireOptions(who, { data, options }, { data: objectWith('samples and their classes, { x, y }', ['x', 'y']), options: questionKind });
  requireKnownOptions(who, options, ['question', 'draws', 'thorough', 'search']);
  const { draws = 100, thorough = false, search = {} } = options;
  const { train: all, classNames } = await labelledSamples(who, network, data);
  const classes = askedClasses(options.question, classNames);
  const seed = search.seed ?? 1;
  const { train: rest, validation: apart } = splitTrainValidation(all, { validation: evidenceShare, seed });
  const test = createSplit('test', { source: apart.source, y: apart.y, classCount: classNames.length });
  const task = group({ ...splitTrainValidation(rest, { seed }), classNames }, { name: classes.join(' or '), classes });
  const { subnetwork, status } = await discoverSubnetwork(network, task, search);
  if (subnetwork === undefined)
    throw new DumError('failed-results', `${who}: the search ended as "${status}"; try a lower learningRate in search`);
  const own = answersClassCount(network, classNames.length) ? { classNames } : {};
  const repeats = thorough ? { search } : { otherSeeds: [] };
  const [evidence] = await gatherEvidence(network, [{ subnetwork, task }], test, { draws, ...own, ...repeats, seed });
  return {
    subnetwork,
    evidence: evidence!,
    keptUnits: keptIndicesByLayer(subnetwork.masks),
    extract: (given) => extractSubnetwork(network, subnetwork, given),
  };
};

/** The share of the samples that the evidence is gathered on. */
const evidenceShare = 0.2;

const questionKind = objectWith('an object with a question, such as { question: "cat" }', ['question']);

const askedClasses = (question: FindOptions['question'], classNames: readonly string[]): string[] => {
  const asked = [question].flat().map(String);
  const unknown = asked.find((name) => !classNames.includes(name));
  if (asked.length === 0 || unknown !== undefined)
    throw new DumError('bad-input', `${who}: question is ${show(question)}; expected one or several of ${classNames.join(', ')}`);
  return [...new Set(asked)];
};
