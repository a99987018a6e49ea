import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DroppedConstants } from '@dum/masks/mask-set';
import type { FrozenBody } from '../masked/frozen-body.js';
import type { SplitActivations } from '../masked/frozen-activations.js';
import type { LinearReadOut } from '../read-outs/index.js';
import type { DiscoverySettings } from './options.js';
import type { WholeOutputs } from './search-read-outs.js';
import type { SearchTask } from './search-task.js';

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
