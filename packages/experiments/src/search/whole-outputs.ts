import type { SplitActivations } from '../masked/frozen-activations.js';
import type { MaskedBody } from '../masked/masked-body.js';
import { headOutputs, type LinearReadOut, readOutLogits, type TaskReader } from '../read-outs/index.js';

/** What a network answers to every sample of each split: the outputs of its own head before the softmax, `[samples, outputs]`, row-major. */
export interface WholeOutputs {
  readonly train: Float32Array;
  readonly validation: Float32Array;
}

/** The outputs of a network's own head; the masks of `body` keep all units. */
export const wholeOutputs = async (
  body: MaskedBody,
  head: LinearReadOut,
  { train, validation }: SplitActivations,
  allocate?: (length: number) => Float32Array,
): Promise<WholeOutputs> => {
  const reader: TaskReader = {
    classes: head.bias.length,
    logitsOf: (features, batch) => readOutLogits(features, head, batch),
  };
  const [ofTrain] = await headOutputs(body, train, [reader], allocate);
  const [ofValidation] = await headOutputs(body, validation, [reader], allocate);
  return { train: ofTrain!, validation: ofValidation! };
};
