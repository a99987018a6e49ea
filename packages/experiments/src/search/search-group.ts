import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Estimator, fingerprintNetwork, writeConstants } from '@dum/masks';
import { type Budget, createMaskSet, type DroppedConstants, type MaskSet } from '@dum/masks/mask-set';
import { textKey } from '@dum/masks/noise';
import { size } from '../networks/input-rows.js';
import { penaltyText, scaledAlpha } from './price/layer-prices.js';
import { budgetText } from '../masked/budget-text.js';
import { createBudgets } from './price/budgets.js';
import { followingSettings } from './following-settings.js';
import { learnMasks } from './learn-masks.js';
import type { FrozenBody } from '../masked/frozen-body.js';
import { maskBody, type MaskedBody } from '../masked/masked-body.js';
import type { SplitActivations } from '../masked/frozen-activations.js';
import type { DiscoverySettings } from './options.js';
import { crossEntropy } from './objectives/cross-entropy.js';
import type { Objective } from './objectives/objective.js';
import { fitMasks, type LinearReadOut, statusOf } from '../read-outs/index.js';
import { createSearchReadOuts, disposeSearchReadOuts, type WholeOutputs } from './search-read-outs.js';
import { refineMasks } from './refinement/refine-masks.js';
import type { SearchTask } from './search-task.js';
import type { LearnedMasks } from './task-progress.js';
import { applyWarmStarts, readTaskProbes } from './warm-start.js';
import type { SearchedTask } from './search-result.js';

/** Tasks to search together, with everything that the search needs. */
export interface GroupSearch {
  readonly network: LayersModel;
  readonly fingerprint: string;
  /** The network, masked. */
  readonly body: FrozenBody;
  /** The fingerprint of the layers after the first mask, which no search may change. */
  readonly frozen: string;
  readonly tasks: readonly SearchTask[];
  /** The activations before the first mask, for every sample of each split. */
  readonly activations: SplitActivations;
  /** The original head; only if the objective or the read-out needs it. */
  readonly head?: LinearReadOut | undefined;
  /** The outputs of the whole network; only for objectives that read them. */
  readonly outputs?: WholeOutputs | undefined;
  /** The mean outputs of all units; only where dropped units do not become 0. */
  readonly means?: DroppedConstants | undefined;
  readonly settings: DiscoverySettings;
}

/** Learns the masks of a group of tasks in one pass and fits their read-outs. */
export const searchGroup = async (search: GroupSearch): Promise<SearchedTask[]> => {
  const { network, fingerprint, frozen, tasks, activations, means, settings } = search;
  const { estimator, penalty, alpha, samples, initialKeepProbability, temperature, seed, budget } = settings;
  const taskSeeds = tasks.map(({ name }) => textKey(name));
  const mask = { estimator, samples, initialKeepProbability, temperature: temperature.start, seed, constants: means !== undefined };
  const body = maskBody(search.body, { taskSeeds, mask });
  const searchReadOuts = createSearchReadOuts(body, tasks, search, settings);
  try {
    if (means !== undefined)
      writeConstants(
        body,
        tasks.map(() => means),
      );
    applyWarmStarts(body, searchReadOuts, tasks);
    const outputs = tasks.map(({ classNames }) => (settings.readOut === 'new-head' ? classNames.length : undefined));
    const budgets = budget === undefined ? undefined : createBudgets(network, body, outputs, budget);
    const found = await learnMasks(body, searchReadOuts, tasks, activations, settings, { budgets, means });
    const learned = await refineMasks(search, found);
    if ((await fingerprintNetwork(body.tail)) !== frozen) {
      throw new Error('discoverSubnetworks: a frozen weight or statistic changed; this is a defect, please report it');
    }
    const learnedProbes = await readTaskProbes(searchReadOuts, tasks);
    const maskSets = learned.map((found) => maskSetOf(body, found, fingerprint));
    const fitted = learned.every(({ layers: found }) => found === undefined)
      ? []
      : await fitMasks(body, maskSets, tasks, activations.train, fittingOptions(settings, tasks, means));
    const followed = followingSettings(settings);
    const names = body.masks.map(({ layer }) => layer);
    return learned.map(({ layers: found, epoch, history }, index) => {
      const { name: task, classOf } = tasks[index]!;
      const probes = learnedProbes[index]!;
      if (found === undefined) return { result: { task, status: 'diverged', epoch, history, settings: followed }, probes };
      const fittedMasks = fitted[index]!;
      const status = statusOf(fittedMasks.masks);
      const multiplier = budgets?.multipliers()[index] ?? 1;
      const price = scaledAlpha(alpha, names, multiplier);
      const priced = pricedText(settings.objective, penaltyText(penalty, price, names), budget);
      const made = {
        alpha: price,
        seed,
        estimator: estimatorText(estimator),
        penalty: priced,
        classOf: [...classOf],
      };
      const logits = found.map((layer) => layer.logits);
      const subnetwork = { task, status, ...fittedMasks, ...made };
      return { result: { task, status, epoch, history, settings: followed, logits, subnetwork }, probes };
    });
  } finally {
    disposeSearchReadOuts(searchReadOuts);
    body.dispose();
  }
};

/** The formula of the minimised loss; the default objective is left out. */
const pricedText = (objective: Objective, formula: string, budget: Budget | undefined): string => {
  const text = objective === crossEntropy() ? formula : `${objective.formula} + ${formula}`;
  return budget === undefined ? text : `${text}, ${budgetText(budget)}`;
};

/** The hard masks of a task as data; those of a diverged task keep nothing, and are not returned. */
const maskSetOf = (body: MaskedBody, { layers }: LearnedMasks, fingerprint: string): MaskSet =>
  createMaskSet(
    fingerprint,
    body.masks.map(({ layer, places, mask }, index) => {
      const shape = mask.logits.shape.slice(1) as number[];
      return { layer, places, granularity: mask.granularity, shape, kept: layers?.[index]?.kept ?? new Uint8Array(size(shape)) };
    }),
  );

/** How the final masks are fitted; no probe is for the original head. */
const fittingOptions = (
  { normalization, dropped, readOut, readOutEpochs: epochs, batchSize, seed, signal, onProgress }: DiscoverySettings,
  tasks: readonly SearchTask[],
  means: DroppedConstants | undefined,
) => ({
  effects: { normalization, dropped },
  means,
  heads: tasks.map(({ classNames }) =>
    readOut === 'original-head' ? { kind: 'original-head' as const, classNames: [...classNames] } : undefined,
  ),
  epochs,
  batchSize,
  seed,
  signal,
  onStep: (step: number, steps: number) =>
    onProgress?.({ phase: 'read-out', epoch: Math.ceil((step / steps) * epochs), epochs, step, steps }),
});

/** The name of an estimator in results, with its parameters if it has any: `hardConcrete(gamma -0.1, zeta 1.1)`. */
const estimatorText = ({ name, parameters = {} }: Estimator): string => {
  const given = Object.entries(parameters).map(([parameter, value]) => `${parameter} ${value}`);
  return given.length === 0 ? name : `${name}(${given.join(', ')})`;
};
