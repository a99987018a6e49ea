import type { SplitActivations } from '../../masked/frozen-activations.js';
import { size } from '../../networks/input-rows.js';
import { gatherRows, stepsPerEpoch } from '../../optimization/batches.js';
import type { GroupSearch } from '../group-search.js';
import { type FewSamples, labelsOf, takeFew } from '../refinement/few-samples.js';
import { countsUnits, pricesOfUnits } from '../price/prices-of-units.js';
import type { WholeOutputs } from '../search-read-outs.js';
import type { SearchTask } from '../search-task.js';

/** The samples of each step that fits a read-out. */
export const batchSize = 256;
/** The samples of each split that masks are measured on: a 128th of all that the steps of the search read, within limits. */
const [fewestSamples, mostSamples, passes] = [512, 2048, 128];
/** The most values of these samples before the first mask. */
const mostValues = 2 ** 25;
/** The steps that fit a read-out: a quarter of those of the search, within limits. */
const [fewestSteps, mostSteps, share] = [100, 400, 4];

/** What measuring the masks of one task takes. */
export interface Measuring {
  readonly search: GroupSearch;
  /** The task, with the labels of the samples that masks are measured on. */
  readonly task: SearchTask;
  readonly activations: SplitActivations;
  readonly outputs: WholeOutputs | undefined;
  /** The price of a kept unit of each masked layer; undefined under a budget, and for a penalty that is not of the number of units. */
  readonly prices: readonly number[] | undefined;
  /** The steps that fit a read-out. */
  readonly steps: number;
}

/** Takes the samples that the masks of each task are measured on. */
export const createMeasuring = async (search: GroupSearch): Promise<Measuring[]> => {
  const { tasks, outputs, body, settings } = search;
  const [train, validation] = [await take(search, 'train'), await take(search, 'validation')];
  const activations = { train: train.activations, validation: validation.activations };
  const few = outputs && {
    train: outputsOf(outputs.train, search.activations.train.count, train),
    validation: outputsOf(outputs.validation, search.activations.validation.count, validation),
  };
  const isPriced = settings.budget === undefined && countsUnits(settings);
  const prices = isPriced ? pricesOfUnits(settings, body.places) : undefined;
  const steps = within(stepsOf(search) / share, fewestSteps, mostSteps);
  return tasks.map((given) => {
    const task = { ...given, train: labelsOf(given.train, train), validation: labelsOf(given.validation, validation) };
    return { search, task, activations, outputs: few, prices, steps };
  });
};

/** A short search has a short check. */
const take = (search: GroupSearch, split: keyof SplitActivations): Promise<FewSamples> => {
  const { activations, body, settings } = search;
  const values = body.tail.inputs.reduce((total, { shape }) => total + size(shape.slice(1) as number[]), 0);
  const wanted = within((stepsOf(search) * settings.batchSize) / passes, fewestSamples, mostSamples);
  return takeFew(activations[split], Math.max(batchSize, Math.min(wanted, Math.floor(mostValues / values))));
};

const stepsOf = ({ activations, settings: { epochs, batchSize: size } }: GroupSearch): number =>
  epochs * stepsPerEpoch(activations.train.count, size);

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, Math.floor(value)));

const outputsOf = (outputs: Float32Array, count: number, { rows }: FewSamples): Float32Array =>
  gatherRows(outputs, outputs.length / count, rows);
