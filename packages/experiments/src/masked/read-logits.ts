import { tidy } from '@tensorflow/tfjs-core';
import type { MaskedBody } from './masked-body.js';

/** The logits of one task in a masked layer, and the hard mask that they give. */
export interface LayerLogits {
  readonly logits: Float32Array;
  readonly kept: Uint8Array;
}

/** The logits and hard masks of each task, one entry for each masked layer. */
export const readLogits = async (body: MaskedBody): Promise<LayerLogits[][]> => {
  const layers = await Promise.all(
    body.masks.map(async ({ mask }) => {
      const hard = tidy(() => mask.estimator.harden(mask.logits.read()));
      const [logits, kept] = [await mask.logits.read().data(), await hard.data()];
      hard.dispose();
      return { logits: perTask(Float32Array.from(logits), body.tasks), kept: perTask(Uint8Array.from(kept), body.tasks) };
    }),
  );
  return Array.from({ length: body.tasks }, (_, task) => layers.map(({ logits, kept }) => ({ logits: logits[task]!, kept: kept[task]! })));
};

/** Splits an array into equal parts, one for each task. */
export const perTask = <Values extends Float32Array | Uint8Array>(values: Values, tasks: number): Values[] => {
  const size = values.length / tasks;
  return Array.from({ length: tasks }, (_, task) => values.slice(task * size, (task + 1) * size) as Values);
};
