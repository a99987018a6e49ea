import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import type { MaskedBody } from '../masked/masked-body.js';

/** What scores of units are made from. */
export interface ScoringRun {
  readonly network: LayersModel;
  /** Its masks are written by whoever scores. */
  readonly body: MaskedBody;
  readonly tasks: readonly Task[];
  /** Of the training split, behind the frozen part. */
  readonly activations: FrozenActivations;
  readonly batchSize: number;
  readonly readOutEpochs: number;
  readonly seed: number;
  /** Hears which share of the work is done. */
  readonly onRound?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}
