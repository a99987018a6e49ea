import type { NewHead } from '@dum/masks/mask-set';
import { fitReadOuts, type LabelledTask, type ReadOutOptions } from './fit-read-outs.js';
import { liveFeatures } from '../masked/live-features.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { FrozenActivations } from '../masked/frozen-activations.js';

/** Fits a linear probe to the hard mask of each task that the body has, on the activations of the training split. */
export const readOutsOfMasks = async (
  body: MaskedBody,
  tasks: readonly LabelledTask[],
  activations: FrozenActivations,
  options: Omit<ReadOutOptions, 'features'>,
): Promise<NewHead[]> => fitReadOuts(await liveFeatures(body, activations), tasks, { ...options, features: body.features });
