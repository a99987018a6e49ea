import type { LayersModel } from '@tensorflow/tfjs-layers';
import { relabel, requireRole, type Split } from '@dum/datasets';
import type { Subnetwork } from '@dum/masks/mask-set';
import { defaultMemory } from '../masked/frozen-activations.js';
import { createReaders, readerLogits } from '../read-outs/index.js';
import { writeMaskings } from '../masked/re-estimate.js';
import { createBodyLike } from '../masked/masked-body.js';
import { type ClassificationMetrics, classificationMetrics } from '../metrics/classification-metrics.js';
import { requireSubnetworks } from '../masked/require-list.js';
import { requireSameNetwork } from '../masked/require-same-network.js';

/**
 * Evaluates each subnetwork on its task: hard masks, with what their dropped units become and the statistics re-estimated under them, its
 * own read-out (the original head where it was found with that), and the class of the largest output as the answer.
 *
 * All are evaluated in one pass, in order. Throws `bad-input` when masks and network do not fit, a class has no sample, or an output
 * is not finite.
 *
 * @example
 * const [zero] = await evaluateSubnetworks(network, [found.subnetwork], mnist.test);
 */
export const evaluateSubnetworks = async (
  network: LayersModel,
  subnetworks: readonly Subnetwork[],
  split: Split,
): Promise<ClassificationMetrics[]> => {
  const outputs = await subnetworkOutputs(network, subnetworks, split);
  return subnetworks.map(({ classOf, readOut }, index) =>
    classificationMetrics(outputs[index]!, relabel(split, classOf).y, readOut.classNames),
  );
};

/** The logits of each subnetwork for every sample: `[samples, classes]`, row-major. Throws as {@link evaluateSubnetworks} does. */
export const subnetworkOutputs = async (
  network: LayersModel,
  subnetworks: readonly Subnetwork[],
  split: Split,
): Promise<Float32Array[]> => {
  requireSubnetworks('evaluateSubnetworks', subnetworks);
  requireRole(split, ['train', 'validation', 'test'], 'evaluateSubnetworks');
  if (subnetworks.length === 0) return [];
  await requireSameNetwork('evaluateSubnetworks', network, subnetworks);
  const constants = subnetworks.some(({ dropped }) => dropped !== undefined);
  const body = createBodyLike(network, subnetworks.length, subnetworks[0]!.masks, { constants });
  try {
    writeMaskings(body, subnetworks);
    const readers = await createReaders('evaluateSubnetworks', network, body.features, subnetworks);
    // each sample is read once, so storing what comes of those read on demand gains nothing
    const memory = split.source.values === undefined ? 0 : defaultMemory;
    return await readerLogits(body, await body.activate(split, { memory }), readers);
  } finally {
    body.dispose();
  }
};
