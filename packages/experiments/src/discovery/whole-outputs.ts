import type { LayersModel } from '@tensorflow/tfjs-layers';
import { consecutiveBatches } from '../training/batches.js';
import type { FrozenActivations, SplitActivations } from './frozen-activations.js';
import { createHardFeatures } from './hard-features.js';
import { writeMaskValues } from './mask-values.js';
import { createMaskedBody, type MaskedBody, type MaskedBodyOptions } from './masked-body.js';
import { type LinearReadOut, readOutLogits } from './read-out-logits.js';
import { unitCount } from './unit-count.js';

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
    return {
      train: await outputsOf(body, head, activations.train),
      validation: await outputsOf(body, head, activations.validation),
    };
  } finally {
    body.dispose();
  }
};

const outputsOf = async (body: MaskedBody, head: LinearReadOut, activations: FrozenActivations): Promise<Float32Array> => {
  const width = head.bias.length;
  const outputs = new Float32Array(activations.count * width);
  const featuresOf = await createHardFeatures(body);
  for (const batch of consecutiveBatches(activations.count, body.rowsAtOnce)) {
    const [features] = await featuresOf(activations, batch);
    readOutLogits(features!, head, batch.length).forEach((logit, at) => {
      outputs[(batch[0]! + (at % batch.length)) * width + Math.floor(at / batch.length)] = logit;
    });
  }
  return outputs;
};
