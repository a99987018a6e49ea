import type { SplitActivations } from '../masked/frozen-activations.js';
import type { MaskedBody } from '../masked/masked-body.js';
import { headOutputs, type LinearReadOut, readOutLogits, type TaskReader } from '../read-outs/index.js';

/** The outputs of the original head before the softmax, for every sample of each split, `[samples, outputs]`, row-major. */
export interface WholeOutputs {
  readonly train: Float32Array;
  readonly validation: Float32Array;
}

/** Computes the outputs of the original head; the masks of `body` must keep all units. */
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
