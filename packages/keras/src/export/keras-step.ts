import type { JsonObject } from '../config/json.js';

/** One Keras layer; a layer of TensorFlow.js becomes a chain of one or more, of which the first has its name and weights. */
export interface KerasStep {
  readonly className: string;
  readonly config: JsonObject;
  /** The steps that it reads; the one before it where it isn't said. */
  readonly from?: readonly number[];
}
