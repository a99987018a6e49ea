import { writeMasks } from '@dum/masks';
import type { MaskSet, NewHead } from '@dum/masks/mask-set';
import { fitReadOuts, type LabelledTask, type ReadOutOptions } from './fit-read-outs.js';
import { liveFeatures } from '../masked/live-features.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { FrozenActivations } from '../masked/frozen-activations.js';

/** Sets the body's masks, one set for each task, and fits a linear probe to each on the activations of the training split. */
export const readOutsOfMasks = async (
  body: MaskedBody,
  maskSets: readonly MaskSet[],
  tasks: readonly LabelledTask[],
  activations: FrozenActivations,
  options: Omit<ReadOutOptions, 'features'>,
): Promise<NewHead[]> => {
  writeMasks(body, maskSets);
  return fitReadOuts(await liveFeatures(body, activations), tasks, { ...options, features: body.features });
};
