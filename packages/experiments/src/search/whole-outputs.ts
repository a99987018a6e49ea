import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SplitActivations } from '../masked/frozen-activations.js';
import { headOutputs, type TaskReader } from '../read-outs/head-outputs.js';
import { writeMaskValues } from '../masked/mask-values.js';
import { createMaskedBody, type MaskedBodyOptions } from '../masked/masked-body.js';
import { type LinearReadOut, readOutLogits } from '../read-outs/read-out-logits.js';
import { unitCount } from '../masked/unit-count.js';

/** What the whole network's own head gives for every sample of each split, before the softmax: `[samples, outputs]`, row-major. */
export const wholeOutputs = async (
  network: LayersModel,
  head: LinearReadOut,
  activations: SplitActivations,
  { layers, granularity, inputs }: Pick<MaskedBodyOptions, 'layers' | 'granularity' | 'inputs'>,
): Promise<{ readonly train: Float32Array; readonly validation: Float32Array }> => {
  const body = createMaskedBody(network, { taskSeeds: [0], layers, ...(granularity === undefined ? {} : { granularity }), inputs });
  try {
    writeMaskValues(body, [body.masks.map(({ mask }) => new Float32Array(unitCount(mask)).fill(1))]);
    const reader: TaskReader = {
      classes: head.bias.length,
      logitsOf: (features, batch) => readOutLogits(features, head, batch),
    };
    const [train] = await headOutputs(body, activations.train, [reader]);
    const [validation] = await headOutputs(body, activations.validation, [reader]);
    return { train: train!, validation: validation! };
  } finally {
    body.dispose();
  }
};
