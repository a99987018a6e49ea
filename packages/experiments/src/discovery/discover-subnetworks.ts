import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireRole, type Task } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { fingerprintNetwork, textKey } from '@dum/masks';
import { createMaskSet, keptUnits, type MaskSet, type Subnetwork, totalUnits } from '@dum/masks/mask-set';
import { size } from '../networks/input-rows.js';
import { createHeads, disposeHeads } from './heads.js';
import { learnMasks } from './learn-masks.js';
import { createMaskedBody, type MaskedBody } from './masked-body.js';
import { type DiscoveryOptions, type DiscoverySettings, type EpochRecord, resolveOptions } from './options.js';
import { readOutsOfMasks } from './read-outs-of-masks.js';
import type { LearnedMasks } from './task-progress.js';

/** What came of one task: a subnetwork, or the news that it diverged. */
export type Discovery =
  | {
      readonly task: string;
      readonly status: Subnetwork['status'];
      readonly subnetwork: Subnetwork;
      /** The logits behind the masks, one array a masked layer, in the order of `subnetwork.masks.layers`. */
      readonly logits: readonly Float32Array[];
      /** The epoch whose masks these are, counted from 1. */
      readonly epoch: number;
      readonly history: readonly EpochRecord[];
    }
  | {
      readonly task: string;
      readonly status: 'diverged';
      readonly subnetwork?: undefined;
      readonly logits?: undefined;
      /** The epoch in which the loss was no longer finite, counted from 1. */
      readonly epoch: number;
      readonly history: readonly EpochRecord[];
    };

/**
 * Finds the subnetwork of each task in one pass: masks on the units of a frozen network, learned by gradient descent.
 *
 * The frozen part before the first mask is computed once and cached; each epoch then trains the masks and a new head of every task
 * at once, on the training split alone. Masks are chosen on the validation split and a new read-out is fitted on each final hard mask.
 * The network given stays untouched, to the bit. A task's result does not depend on which tasks ride along, and the same seed and
 * backend give the same bits.
 *
 * Throws `bad-input`, before training, for an unknown option or layer, a setting out of range, tasks that do not share their
 * samples, or samples that do not fit the network. A task whose loss is not finite ends with status `diverged` and no mask; the
 * others go on.
 *
 * @example
 * const found = await discoverSubnetworks(network, oneVsRest({ train, validation, classNames }), { alpha: 1e-3, seed: 1 });
 */
export const discoverSubnetworks = async (
  network: LayersModel,
  tasks: readonly Task[],
  options: DiscoveryOptions = {},
): Promise<Discovery[]> => {
  const settings = resolveOptions(options);
  const { train, validation } = requireSharedSamples(tasks);
  const { layers, estimator, penalty, alpha, granularity, samples, initialKeepProbability, seed } = settings;
  const fingerprint = await fingerprintNetwork(network);
  const taskSeeds = tasks.map(({ name }) => textKey(name));
  const mask = { estimator, penalty: penalty(alpha), granularity, samples, initialKeepProbability, seed };
  const body = createMaskedBody(network, { taskSeeds, layers, mask });
  const classCounts = tasks.map(({ classNames }) => classNames.length);
  const heads = createHeads(taskSeeds, body.features, classCounts, seed);
  try {
    const frozen = await fingerprintNetwork(body.tail);
    const activations = { train: await body.activate(train), validation: await body.activate(validation) };
    const learned = await learnMasks(body, heads, tasks, activations, settings);
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
      const made = { alpha, seed, estimator: estimator.name, penalty: mask.penalty.formula, classOf: [...classOf] };
      const logits = found.map((layer) => layer.logits);
      return { task, status, epoch, history, logits, subnetwork: { task, status, masks, readOut: readOuts[index]!, ...made } };
    });
  } finally {
    disposeHeads(heads);
    body.dispose();
  }
};

/**
 * Finds the subnetwork of one task: {@link discoverSubnetworks} with a list of one.
 *
 * @example
 * const { subnetwork } = await discoverSubnetwork(network, isZero);
 */
export const discoverSubnetwork = async (network: LayersModel, task: Task, options: DiscoveryOptions = {}): Promise<Discovery> =>
  (await discoverSubnetworks(network, [task], options))[0]!;

/** The subnetworks of the tasks that did not diverge, in order. */
export const subnetworksOf = (discoveries: readonly Discovery[]): Subnetwork[] =>
  discoveries.flatMap(({ subnetwork }) => (subnetwork === undefined ? [] : [subnetwork]));

const requireSharedSamples = (tasks: readonly Task[]): Pick<Task, 'train' | 'validation'> => {
  const [first] = tasks;
  if (first === undefined)
    throw new DumError('bad-input', 'discoverSubnetworks: no task came; expected at least one, such as oneVsRest gives');
  const names = new Set<string>();
  for (const task of tasks) {
    requireRole(task.train, ['train'], 'discoverSubnetworks');
    requireRole(task.validation, ['validation'], 'discoverSubnetworks');
    if (task.train.x !== first.train.x || task.validation.x !== first.validation.x) {
      throw new DumError(
        'bad-input',
        `discoverSubnetworks: tasks "${first.name}" and "${task.name}" have different samples; call it once for each set of samples`,
      );
    }
    if (names.has(task.name))
      throw new DumError('bad-input', `discoverSubnetworks: two tasks are called "${task.name}"; expected one name each`);
    names.add(task.name);
  }
  return first;
};

const statusOf = (masks: MaskSet): Subnetwork['status'] => {
  if (masks.layers.some(({ layer }) => keptUnits(masks, layer) === 0)) return 'collapsed';
  return keptUnits(masks) === totalUnits(masks) ? 'full' : 'found';
};

/** The hard masks of a task as data; those of a diverged task keep nothing, and nobody sees them. */
const maskSetOf = (body: MaskedBody, { layers }: LearnedMasks, fingerprint: string): MaskSet =>
  createMaskSet(
    fingerprint,
    body.masks.map(({ layer, mask }, index) => {
      const shape = mask.logits.shape.slice(1) as number[];
      return { layer, shape, kept: layers?.[index]?.kept ?? new Uint8Array(size(shape)) };
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
