import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fingerprintNetwork, type Penalty, scalePenalty, textKey } from '@dum/masks';
import { type Budget, createMaskSet, type MaskSet } from '@dum/masks/mask-set';
import { size } from '../networks/input-rows.js';
import type { Discovery } from './discovery.js';
import { budgetText } from './budget/budget-text.js';
import { createBudgets } from './budget/budgets.js';
import { estimatorText } from './estimator-text.js';
import { createHeads, disposeHeads } from './heads.js';
import { learnMasks } from './learn-masks.js';
import { createMaskedBody, type MaskedBody } from './masked-body.js';
import type { FrozenActivations } from './frozen-activations.js';
import type { DiscoverySettings } from './options.js';
import { statusOf } from './mask-status.js';
import { readOutsOfMasks } from './read-outs-of-masks.js';
import type { SearchTask } from './search-task.js';
import type { LearnedMasks } from './task-progress.js';

/** Tasks to search together, and all that it takes. */
export interface GroupSearch {
  readonly network: LayersModel;
  readonly fingerprint: string;
  readonly tasks: readonly SearchTask[];
  /** What stands before the first mask, for every sample of each split. */
  readonly activations: { readonly train: FrozenActivations; readonly validation: FrozenActivations };
  readonly settings: DiscoverySettings;
}

/** Learns the masks of a group of tasks in one pass and fits their read-outs. */
export const searchGroup = async ({ network, fingerprint, tasks, activations, settings }: GroupSearch): Promise<Discovery[]> => {
  const { layers, estimator, penalty, alpha, granularity, inputs, samples, initialKeepProbability, temperature, seed, budget } = settings;
  const taskSeeds = tasks.map(({ name }) => textKey(name));
  const mask = { estimator, penalty: penalty(alpha), samples, initialKeepProbability, temperature: temperature.start, seed };
  const body = createMaskedBody(network, { taskSeeds, layers, granularity, inputs, mask });
  const classCounts = tasks.map(({ classNames }) => classNames.length);
  const heads = createHeads(taskSeeds, body.features, classCounts, seed);
  try {
    const frozen = await fingerprintNetwork(body.tail);
    const budgets = budget === undefined ? undefined : createBudgets(network, body, tasks, budget);
    const learned = await learnMasks(body, heads, tasks, activations, settings, budgets);
    if ((await fingerprintNetwork(body.tail)) !== frozen) {
      throw new Error('discoverSubnetworks: a frozen weight or statistic changed; this is a defect, please report it');
    }
    const maskSets = learned.map((found) => maskSetOf(body, found, fingerprint));
    const readOuts = learned.every(({ layers: found }) => found === undefined)
      ? []
      : await readOutsOfMasks(body, maskSets, tasks, activations.train, readOutOptions(settings));
    return learned.map(({ layers: found, epoch, history }, index) => {
      const { name: task, classOf } = tasks[index]!;
      if (found === undefined) return { task, status: 'diverged', epoch, history };
      const masks = maskSets[index]!;
      const status = statusOf(masks);
      const multiplier = budgets?.multipliers()[index] ?? 1;
      const priced = penaltyText(scalePenalty(mask.penalty, multiplier), budget);
      const made = { alpha: alpha * multiplier, seed, estimator: estimatorText(estimator), penalty: priced, classOf: [...classOf] };
      const logits = found.map((layer) => layer.logits);
      return { task, status, epoch, history, logits, subnetwork: { task, status, masks, readOut: readOuts[index]!, ...made } };
    });
  } finally {
    disposeHeads(heads);
    body.dispose();
  }
};

const penaltyText = ({ formula }: Penalty, budget: Budget | undefined): string =>
  budget === undefined ? formula : `${formula}, ${budgetText(budget)}`;

/** The hard masks of a task as data; those of a diverged task keep nothing, and nobody sees them. */
const maskSetOf = (body: MaskedBody, { layers }: LearnedMasks, fingerprint: string): MaskSet =>
  createMaskSet(
    fingerprint,
    body.masks.map(({ layer, places, mask }, index) => {
      const shape = mask.logits.shape.slice(1) as number[];
      return { layer, places, shape, kept: layers?.[index]?.kept ?? new Uint8Array(size(shape)) };
    }),
  );

const readOutOptions = ({ readOutEpochs: epochs, batchSize, seed, signal, onProgress }: DiscoverySettings) => ({
  epochs,
  batchSize,
  seed,
  signal,
  onStep: (step: number, steps: number) =>
    onProgress?.({ phase: 'read-out', epoch: Math.ceil((step / steps) * epochs), epochs, step, steps }),
});
