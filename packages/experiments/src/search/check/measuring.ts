import type { SplitActivations } from '../../masked/frozen-activations.js';
import { size } from '../../networks/input-rows.js';
import { gatherRows } from '../../optimization/batches.js';
import type { GroupSearch } from '../group-search.js';
import { type FewSamples, labelsOf, takeFew } from '../refinement/few-samples.js';
import { countsUnits, pricesOfUnits } from '../price/prices-of-units.js';
import type { WholeOutputs } from '../search-read-outs.js';
import type { SearchTask } from '../search-task.js';

/** The samples of each step that fits a read-out. */
export const batchSize = 256;
/** The most samples of each split that masks are measured on. */
const mostSamples = 2048;

/** What measuring the masks of one task takes. */
export interface Measuring {
  readonly search: GroupSearch;
  /** The task, with the labels of the samples that masks are measured on. */
  readonly task: SearchTask;
  readonly activations: SplitActivations;
  readonly outputs: WholeOutputs | undefined;
  /** The price of a kept unit of each masked layer; undefined under a budget, and for a penalty that is not of the number of units. */
  readonly prices: readonly number[] | undefined;
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
  return tasks.map((given) => {
    const task = { ...given, train: labelsOf(given.train, train), validation: labelsOf(given.validation, validation) };
    return { search, task, activations, outputs: few, prices };
  });
};

/** As many samples as the memory limit allows for both splits, but at least a batch. */
const take = ({ activations, body, settings }: GroupSearch, split: keyof SplitActivations): Promise<FewSamples> => {
  const values = body.tail.inputs.reduce((total, { shape }) => total + size(shape.slice(1) as number[]), 0);
  const within = Math.floor((settings.memory * 2 ** 20) / (2 * 4 * values));
  return takeFew(activations[split], Math.min(mostSamples, Math.max(batchSize, within)));
};

const outputsOf = (outputs: Float32Array, count: number, { rows }: FewSamples): Float32Array =>
  gatherRows(outputs, outputs.length / count, rows);
