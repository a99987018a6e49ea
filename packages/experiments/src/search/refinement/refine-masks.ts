import type { LayersModel } from '@tensorflow/tfjs-layers';
import { flattenNetwork, headOf, traceWiring } from '@dum/masks';
import type { FrozenBody } from '../../masked/frozen-body.js';
import type { LayerLogits } from '../../masked/read-logits.js';
import type { SplitActivations } from '../../masked/frozen-activations.js';
import type { DiscoverySettings } from '../options.js';
import { countsUnits, pricesOfUnits } from '../price/prices-of-units.js';
import type { SearchTask } from '../search-task.js';
import { stepsPerEpoch } from '../../optimization/batches.js';
import { learnsLabels } from '../steppers/host/host-stepper.js';
import type { LearnedMasks } from '../task-progress.js';
import { labelsOf, takeFew } from './few-samples.js';
import type { Kept } from './moves.js';
import { refineMask } from './refine-mask.js';
import { fittingOf } from './trials.js';

/** The steps of a search that pay for one round. */
const stepsPerRound = 200;
/** The samples of each split that masks are tried on: a hundredth of all that the steps of the search read, within limits. */
const [fewestSamples, mostSamples, passes] = [1024, 4096, 100];

/** The parts of a search that its refinement needs. */
export interface RefinedSearch {
  readonly network: LayersModel;
  readonly body: FrozenBody;
  readonly tasks: readonly SearchTask[];
  readonly activations: SplitActivations;
  readonly settings: DiscoverySettings;
}

/** Whether the objective of a search is one that {@link refineMasks} can measure: cross-entropy of linear probes, and a price of units. */
const canRefine = (settings: DiscoverySettings): boolean =>
  learnsLabels(settings) &&
  countsUnits(settings) &&
  settings.dropped === 'zero' &&
  (settings.budget === undefined || settings.budget.measure === 'units');

const stepsOf = ({ epochs, batchSize }: DiscoverySettings, count: number): number => epochs * stepsPerEpoch(count, batchSize);

/** A short search stays short: one round for each 200 steps at most. */
const roundsOf = (settings: DiscoverySettings, count: number): number =>
  Math.min(settings.refinements, Math.floor(stepsOf(settings, count) / stepsPerRound));

const samplesOf = (settings: DiscoverySettings, count: number): number =>
  Math.min(mostSamples, Math.max(fewestSamples, Math.ceil((stepsOf(settings, count) * settings.batchSize) / passes)));

/** Whether {@link refineMasks} changes the masks of a search with so many samples. */
export const refines = (settings: DiscoverySettings, count: number): boolean => roundsOf(settings, count) > 0 && canRefine(settings);

/** Refines the learned masks of each task by {@link refineMask}; those of other objectives stay as they are. */
export const refineMasks = async (search: RefinedSearch, learned: readonly LearnedMasks[]): Promise<LearnedMasks[]> => {
  const { network, body, tasks, activations, settings } = search;
  const { budget, seed, signal, onProgress } = settings;
  if (!refines(settings, activations.train.count)) return [...learned];
  const rounds = roundsOf(settings, activations.train.count);
  const samples = samplesOf(settings, activations.train.count);
  const train = await takeFew(activations.train, samples);
  const validation = await takeFew(activations.validation, samples);
  const few = { train: train.activations, validation: validation.activations };
  const prices = pricesOfUnits(settings, body.places).map((price) => (budget === undefined ? price : 0));
  const fitting = fittingOf(few.train.count, seed);
  const lastMask = maskOfHead(network, body);
  const refined: LearnedMasks[] = [];
  for (const [at, found] of learned.entries()) {
    const { layers } = found;
    if (layers === undefined) refined.push(found);
    else {
      const given = tasks[at]!;
      const task = { ...given, train: labelsOf(given.train, train), validation: labelsOf(given.validation, validation) };
      const setting = { body, task, activations: few, prices, seed, fitting };
      const limit = budget?.limit ?? Number.POSITIVE_INFINITY;
      const { kept } = await refineMask(
        { ...setting, lastMask, limit, rounds, signal },
        layers.map((layer) => layer.kept),
      );
      refined.push({ ...found, layers: withKept(layers, kept) });
    }
    onProgress?.({ phase: 'refinement', epoch: 1, epochs: 1, step: at + 1, steps: learned.length });
  }
  return refined;
};

/** The index of the masked layer whose units the head reads; undefined if there is none or if there are several. */
const maskOfHead = (network: LayersModel, { places }: FrozenBody): number | undefined => {
  const flat = flattenNetwork(network);
  try {
    const masked = places.map(({ layer }) => layer);
    const head = headOf(flat).name;
    const inputs = traceWiring(flat, masked).find(({ layer }) => layer === head)?.inputs;
    return inputs === undefined ? undefined : masked.indexOf(inputs);
  } finally {
    flat.dispose();
  }
};

/** The logit of a flipped bit changes its sign, so that a later search starts from the refined mask. */
export const withKept = (layers: readonly LayerLogits[], kept: Kept): LayerLogits[] =>
  layers.map((layer, mask) => ({
    logits: layer.logits.map((logit, unit) => (layer.kept[unit] === kept[mask]![unit] ? logit : -logit)),
    kept: kept[mask]!.slice(),
  }));
