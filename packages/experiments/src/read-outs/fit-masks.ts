import type { DroppedConstants, MaskSet, OriginalHead, ReadOut, Subnetwork } from '@dum/masks/mask-set';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import type { FrozenBody } from '../masked/frozen-body.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { MaskEffects, Masking } from '../masked/mask-effects.js';
import { meanOutputs } from '../masked/mean-outputs.js';
import { normalizeMasks } from '../masked/re-estimate.js';
import type { LabelledTask, ReadOutOptions } from './fit-read-outs.js';
import { learnConstants } from './learn-constants.js';
import { readOutsOfMasks } from './read-outs-of-masks.js';

/** Masks with their read-out, with what their dropped units become, and with the statistics that were re-estimated under them. */
export type FittedMasks = Masking & Pick<Subnetwork, 'readOut'>;

/** How masks are fitted. */
export interface FitMasksOptions extends Omit<ReadOutOptions, 'features'> {
  readonly effects: MaskEffects;
  /** The mean outputs of all units; only where dropped units do not become 0. */
  readonly means: DroppedConstants | undefined;
  /** The read-outs of tasks that the original head reads; a linear probe is fitted for each other one. */
  readonly heads?: readonly (OriginalHead | undefined)[];
}

/**
 * Fits everything that follows from masks and data, one mask set for each task: what dropped units become, then statistics under them, then
 * linear probes. Found masks and controls are fitted alike. The body holds the masks afterwards.
 */
export const fitMasks = async (
  body: MaskedBody,
  maskSets: readonly MaskSet[],
  tasks: readonly LabelledTask[],
  train: FrozenActivations,
  { effects, means, heads = [], onStep, ...options }: FitMasksOptions,
): Promise<FittedMasks[]> => {
  const dropped =
    effects.dropped === 'constant' ? await learnConstants(body, maskSets, tasks, train, means!, options) : maskSets.map(() => means);
  const maskings = maskSets.map((masks, task): Masking => {
    const own = dropped[task];
    return own === undefined ? { masks } : { masks, dropped: own };
  });
  const normalized = await normalizeMasks(body, maskings, effects.normalization, train);
  const isFitted = tasks.some((_, task) => heads[task] === undefined);
  const probes: ReadOut[] = isFitted
    ? await readOutsOfMasks(body, tasks, train, { ...options, ...(onStep === undefined ? {} : { onStep }) })
    : [];
  return normalized.map((masking, task) => ({ ...masking, readOut: heads[task] ?? probes[task]! }));
};

/** The mean outputs that effects need; undefined where dropped units become 0. */
export const meansFor = async (
  { dropped }: Pick<MaskEffects, 'dropped'>,
  body: FrozenBody,
  train: FrozenActivations,
): Promise<DroppedConstants | undefined> => (dropped === 'zero' ? undefined : meanOutputs(body, train));
