import { dispose } from '@tensorflow/tfjs-core';
import { model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { writeConstants, writeMasks } from '@dum/masks';
import type { LayerStatistics, ReEstimated } from '@dum/masks/mask-set';
import { createChannelMoments } from './channel-moments.js';
import type { FrozenActivations } from './frozen-activations.js';
import type { MaskedBody } from './masked-body.js';
import type { Masking, Normalization } from './mask-effects.js';
import { spreadCount, spreadRows } from './spread-rows.js';

/** Writes masks into a body, one entry for each task, and re-estimates its statistics under them if the normalization is `re-estimated`. */
export const normalizeMasks = async (
  body: MaskedBody,
  maskings: readonly Masking[],
  normalization: Normalization,
  train: FrozenActivations,
): Promise<readonly Masking[]> => {
  writeMaskings(body, maskings);
  if (normalization === 'frozen') return maskings;
  const estimated = await reEstimate(body, train);
  return maskings.map((masking, task) => ({ ...masking, normalization: estimated[task]! }));
};

/** Writes masks into a body, one entry for each task, with what their dropped units become and the statistics re-estimated under them. */
export const writeMaskings = (body: MaskedBody, maskings: readonly Masking[]): void => {
  writeMasks(
    body,
    maskings.map(({ masks }) => masks),
  );
  if (body.hasConstants || maskings.some(({ dropped }) => dropped !== undefined)) {
    writeConstants(
      body,
      maskings.map(({ dropped }) => dropped),
    );
  }
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
  const samples = spreadCount(train.count);
  const batches = spreadRows(train.count, body.rowsAtOnce);
  const estimated = Array.from({ length: tasks }, (): LayerStatistics[] => []);
  const perTask = () => estimated.map((ofTask): ReEstimated => ({ kind: 're-estimated', samples, statistics: [...ofTask] }));
  for (const { layer } of normalizations) {
    const input = tail.getLayer(layer).input as SymbolicTensor;
    const upToLayer = model({ inputs: tail.inputs, outputs: input });
    const moments = estimated.map(() => createChannelMoments(input.shape.at(-1)!));
    for await (const { tensors } of train.read(batches)) {
      const inputs = tensors();
      for (const [task, ofTask] of moments.entries()) {
        const [read] = body.runPart(upToLayer, inputs, task);
        ofTask.add(await read!.data<'float32'>());
        read!.dispose();
      }
      dispose(inputs);
    }
    for (const [task, ofTask] of estimated.entries()) ofTask.push({ layer, ...moments[task]!.read() });
    statistics.write(perTask());
  }
  return perTask();
};
