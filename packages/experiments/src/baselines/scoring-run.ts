import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import type { MaskedBody } from '../masked/masked-body.js';

/** What scoring functions read. */
export interface ScoringRun {
  readonly network: LayersModel;
  /** The scoring function may overwrite its masks. */
  readonly body: MaskedBody;
  readonly tasks: readonly Task[];
  /** Of the training split, behind the frozen part. */
  readonly activations: FrozenActivations;
  readonly batchSize: number;
  readonly readOutEpochs: number;
  readonly seed: number;
  /** The fewest units that masks will keep, where rounds of removal may end; at least 1. */
  readonly fewest: number;
  /** Called with the share of the work that is done. */
  readonly onRound?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}
