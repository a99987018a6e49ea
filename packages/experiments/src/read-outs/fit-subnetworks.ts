import type { LayersModel } from '@tensorflow/tfjs-layers';
import { keptUnits, type MaskSet, type Subnetwork, totalUnits } from '@dum/masks/mask-set';
import type { Task } from '@dum/datasets';
import { DumError, fillOptions, requireOptions } from '@dum/errors';
import { effectKinds, type MaskEffects, plainEffects, requireNormalization } from '../masked/mask-effects.js';
import { batchSizeOf } from '../masked/batch-size-of.js';
import { createBodyLike } from '../masked/masked-body.js';
import { type ProbeFitting, probeFittingDefaults, probeFittingKinds } from './probe-fitting.js';
import { fitMasks, meansFor } from './fit-masks.js';
import { requireMaskSets } from '../masked/require-list.js';
import { requireSharedSamples } from '../masked/shared-samples.js';
import { requireSameNetwork } from '../masked/require-same-network.js';

/** Options of {@link fitSubnetworks}; the defaults are those of a search. */
export interface FittingOptions extends ProbeFitting, Partial<MaskEffects> {
  /** The name of the masks' origin in results; default `given`. */
  readonly estimator?: string;
  /** Ends the run by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Makes subnetworks of given masks, one mask set for each task: fits a linear probe to each in the same way as a search does.
 *
 * All sets must mask the same layers. Throws `bad-input` unless there is one set for each task, for masks of another network, for tasks
 * that do not share their samples, and for statistics that can't be re-estimated.
 *
 * @example
 * const complements = await fitSubnetworks(network, tasks, subnetworks.map(({ masks }) => complement(masks)));
 */
export const fitSubnetworks = async (
  network: LayersModel,
  tasks: readonly Task[],
  maskSets: readonly MaskSet[],
  options: FittingOptions = {},
): Promise<Subnetwork[]> => {
  const who = 'fitSubnetworks';
  const defaults = { ...probeFittingDefaults, ...plainEffects, estimator: 'given' };
  const settings = fillOptions(who, defaults, options, ['batchSize', 'signal']);
  requireOptions(who, settings, { ...probeFittingKinds, ...effectKinds });
  const { readOutEpochs: epochs, memory, seed, estimator, normalization, dropped, signal } = settings;
  const effects = { normalization, dropped };
  const { train } = requireSharedSamples(who, tasks);
  requireMaskSets(who, maskSets);
  if (maskSets.length !== tasks.length) {
    throw new DumError('bad-input', `${who}: ${maskSets.length} mask sets came for ${tasks.length} tasks; expected one for each`);
  }
  await requireSameNetwork(
    who,
    network,
    maskSets.map((masks, index) => ({ task: tasks[index]!.name, masks })),
  );
  const body = createBodyLike(network, tasks.length, maskSets[0]!, { constants: dropped !== 'zero' });
  try {
    requireNormalization(who, normalization, body);
    const activations = await body.activate(train, { memory });
    const means = await meansFor(effects, body, activations);
    const { batchSize = batchSizeOf(body) } = settings;
    const fitted = await fitMasks(body, maskSets, tasks, activations, { effects, means, epochs, batchSize, seed, signal });
    return tasks.map(({ name: task, classOf }, index) => {
      const found = fitted[index]!;
      return {
        task,
        status: statusOf(found.masks),
        ...found,
        alpha: 0,
        seed,
        estimator,
        penalty: 'none',
        classOf: [...classOf],
      };
    });
  } finally {
    body.dispose();
  }
};

/** The status of a mask: `collapsed` if a layer keeps no unit, `full` if no unit is dropped, otherwise `found`. */
export const statusOf = (masks: MaskSet): Subnetwork['status'] => {
  if (masks.layers.some(({ layer }) => keptUnits(masks, layer) === 0)) return 'collapsed';
  return keptUnits(masks) === totalUnits(masks) ? 'full' : 'found';
};
