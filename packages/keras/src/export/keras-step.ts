import type { JsonObject } from '../config/json.js';

/** One Keras layer. A layer of TensorFlow.js becomes a chain of one or more; the first has its name and weights. */
export interface KerasStep {
  readonly className: string;
  readonly config: JsonObject;
  /** The steps that it reads. Default: the one before it. */
  readonly from?: readonly number[];
}
