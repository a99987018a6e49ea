import { type Tensor3D, tensor3d, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { relabel, type Split } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { writeMasks } from '@dum/masks';
import type { ReadOut, Subnetwork } from '@dum/masks/mask-set';
import { applyHeads, type Heads } from '../discovery/heads.js';
import { createMaskedBody, granularityOf, type FrozenActivations, type MaskedBody } from '../discovery/masked-body.js';
import { type ClassificationMetrics, classificationMetrics } from '../metrics/classification-metrics.js';
import { consecutiveBatches } from '../training/batches.js';

/**
 * How well each subnetwork does its task on a split: hard masks, its own read-out, the largest output wins.
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
  const body = createMaskedBody(network, {
    taskSeeds: subnetworks.map((_, index) => index),
    layers: subnetworks[0]!.masks.layers.map(({ layer }) => layer),
    mask: { granularity: granularityOf(subnetworks[0]!.masks) },
  });
  try {
    writeMasks(
      { network: body.tail, masks: body.masks },
      subnetworks.map(({ masks }) => masks),
    );
    return await headOutputs(
      body,
      await body.activate(split),
      subnetworks.map(({ readOut }) => readOut),
    );
  } finally {
    body.dispose();
  }
};

/** The logits of each read-out for every sample, under the body's hard masks; for this package only. */
export const headOutputs = async (
  body: MaskedBody,
  activations: FrozenActivations,
  readOuts: readonly ReadOut[],
): Promise<Float32Array[]> => {
  const outputs = readOuts.map(({ classNames }) => new Float32Array(activations.count * classNames.length));
  for (const batch of consecutiveBatches(activations.count, 1000)) {
    const logits = tidy(() => applyHeads(headsOf(readOuts, body.features), body.apply(activations, batch, false)));
    const values = await logits.data();
    const width = logits.shape[2];
    logits.dispose();
    outputs.forEach((output, task) => {
      const classes = readOuts[task]!.classNames.length;
      batch.forEach((row, index) => {
        for (let at = 0; at < classes; at++) output[row * classes + at] = values[(task * batch.length + index) * width + at]!;
      });
    });
  }
  return outputs;
};

const headsOf = (readOuts: readonly ReadOut[], features: number): Heads<Tensor3D> => {
  const width = Math.max(...readOuts.map(({ classNames }) => classNames.length));
  const kernel = new Float32Array(readOuts.length * features * width);
  const bias = new Float32Array(readOuts.length * width);
  readOuts.forEach((readOut, index) => {
    const classes = readOut.classNames.length;
    if (readOut.kernel.length !== features * classes) {
      throw new DumError(
        'bad-input',
        `evaluateSubnetworks: a read-out has ${readOut.kernel.length / classes} inputs; the head of the network reads ${features}`,
      );
    }
    for (let feature = 0; feature < features; feature++) {
      for (let at = 0; at < classes; at++) kernel[(index * features + feature) * width + at] = readOut.kernel[feature * classes + at]!;
    }
    bias.set(readOut.bias, index * width);
  });
  return { kernel: tensor3d(kernel, [readOuts.length, features, width]), bias: tensor3d(bias, [readOuts.length, 1, width]) };
};
