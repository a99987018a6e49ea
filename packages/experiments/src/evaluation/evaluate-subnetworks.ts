import type { LayersModel } from '@tensorflow/tfjs-layers';
import { relabel, type Split } from '@dum/datasets';
import { writeMasks } from '@dum/masks';
import type { Subnetwork } from '@dum/masks/mask-set';
import { createHardFeatures } from '../discovery/hard-features.js';
import { createBodyLike, type MaskedBody } from '../discovery/masked-body.js';
import type { FrozenActivations } from '../discovery/frozen-activations.js';
import { type ClassificationMetrics, classificationMetrics } from '../metrics/classification-metrics.js';
import { consecutiveBatches } from '../training/batches.js';
import { createReaders, type TaskReader } from './task-readers.js';
import { requireSameNetwork } from './require-same-network.js';

/**
 * How well each subnetwork does its task on a split: hard masks, its own read-out (the network's head where
 * that is how it was found), the largest output wins.
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
    classificationMetrics(outputs[index]!, relabel(split, Uint8Array.from(classOf)).y, readOut.classNames),
  );
};

/** The logits of each subnetwork for every sample: `[samples, classes]`, row-major. Throws as {@link evaluateSubnetworks} does. */
export const subnetworkOutputs = async (
  network: LayersModel,
  subnetworks: readonly Subnetwork[],
  split: Split,
): Promise<Float32Array[]> => {
  if (subnetworks.length === 0) return [];
  await requireSameNetwork('evaluateSubnetworks', network, subnetworks);
  const body = createBodyLike(network, subnetworks.length, subnetworks[0]!.masks);
  try {
    writeMasks(
      body,
      subnetworks.map(({ masks }) => masks),
    );
    const readers = await createReaders('evaluateSubnetworks', network, body.features, subnetworks);
    return await headOutputs(body, await body.activate(split), readers);
  } finally {
    body.dispose();
  }
};

/** The logits of each read-out for every sample, under the body's hard masks; for this package only. */
export const headOutputs = async (
  body: MaskedBody,
  activations: FrozenActivations,
  readers: readonly TaskReader[],
): Promise<Float32Array[]> => {
  const outputs = readers.map(({ classes }) => new Float32Array(activations.count * classes));
  const featuresOf = await createHardFeatures(body);
  for (const batch of consecutiveBatches(activations.count, body.rowsAtOnce)) {
    for (const [task, features] of (await featuresOf(activations, batch)).entries()) {
      const { classes, logitsOf } = readers[task]!;
      logitsOf(features, batch.length).forEach((logit, at) => {
        outputs[task]![(batch[0]! + (at % batch.length)) * classes + Math.floor(at / batch.length)] = logit;
      });
    }
  }
  return outputs;
};
