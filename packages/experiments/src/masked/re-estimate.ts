import { dispose } from '@tensorflow/tfjs-core';
import { model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { writeMasks } from '@dum/masks';
import type { LayerStatistics, MaskSet, ReEstimated } from '@dum/masks/mask-set';
import { consecutiveBatches } from '../optimization/batches.js';
import { createChannelMoments } from './channel-moments.js';
import type { FrozenActivations } from './frozen-activations.js';
import type { MaskedBody } from './masked-body.js';
import type { Masking, Normalization } from './normalization.js';

/** The most training samples that statistics are estimated on. */
const samplesOfStatistics = 2048;

/**
 * Writes masks into a body, one set for each task, and re-estimates its statistics under them if the normalization is `re-estimated`.
 */
export const normalizeMasks = async (
  body: MaskedBody,
  maskSets: readonly MaskSet[],
  normalization: Normalization,
  train: FrozenActivations,
): Promise<Masking[]> => {
  writeMaskings(
    body,
    maskSets.map((masks) => ({ masks })),
  );
  if (normalization === 'frozen') return maskSets.map((masks) => ({ masks }));
  const estimated = await reEstimate(body, train);
  return maskSets.map((masks, task) => ({ masks, normalization: estimated[task]! }));
};

/** Writes masks into a body, one set for each task, with the statistics that were re-estimated under them. */
export const writeMaskings = (body: MaskedBody, maskings: readonly Masking[]): void => {
  writeMasks(
    body,
    maskings.map(({ masks }) => masks),
  );
  body.statistics.write(maskings.map(({ normalization }) => normalization));
};

/**
 * Re-estimates the statistics of each task under the body's hard masks, and leaves them in the body.
 *
 * Layer after layer, a batch normalization gets the mean and the population variance of what it reads, over at most 2,048 samples from all
 * of the split and over positions, with those before it re-estimated already. Labels are not used.
 */
const reEstimate = async (body: MaskedBody, train: FrozenActivations): Promise<ReEstimated[]> => {
  const { tail, normalizations, statistics, tasks } = body;
  const samples = Math.min(samplesOfStatistics, train.count);
  const rows = Uint32Array.from({ length: samples }, (_, at) => Math.floor((at * train.count) / samples));
  const batches = consecutiveBatches(samples, body.rowsAtOnce).map((batch) => batch.map((at) => rows[at]!));
  const estimated = Array.from({ length: tasks }, (): LayerStatistics[] => []);
  const perTask = () => estimated.map((ofTask): ReEstimated => ({ kind: 're-estimated', samples, statistics: [...ofTask] }));
  for (const { layer } of normalizations) {
    const input = tail.getLayer(layer).input as SymbolicTensor;
    const upToLayer = model({ inputs: tail.inputs, outputs: input });
    const moments = estimated.map(() => createChannelMoments(input.shape.at(-1)!));
    for await (const { tensors } of train.read(batches)) {
      const inputs = tensors();
      for (const [task, ofTask] of moments.entries()) {
        const read = body.runPart(upToLayer, inputs, task);
        ofTask.add(await read.data<'float32'>());
        read.dispose();
      }
      dispose(inputs);
    }
    for (const [task, ofTask] of estimated.entries()) ofTask.push({ layer, ...moments[task]!.read() });
    statistics.write(perTask());
  }
  return perTask();
};
