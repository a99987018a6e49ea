import { add, reshape, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { penaltyPerTask } from '@dum/masks';
import type { BodyMask, MaskedBody } from './masked-body.js';
import { perTask } from './per-task.js';
import type { LayerLogits } from './task-progress.js';

/** The logits and hard masks of each task, one entry a masked layer. */
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

/** The units that each mask is expected to keep, where samples have this temperature: one array a mask, with a number a task. */
export const readExpectedUnits = (body: MaskedBody, temperature: number): Promise<Float32Array[]> =>
  Promise.all(
    body.masks.map(async ({ mask: { estimator, logits } }) => {
      const expected = tidy(() => sum(reshape(estimator.keepProbability(logits.read(), temperature), [body.tasks, -1]), -1));
      const values = await expected.data<'float32'>();
      expected.dispose();
      return values;
    }),
  );

/** The penalty of each task in one mask, where samples have this temperature: `[tasks]`. */
export const penaltyOfMask = ({ mask: { logits, estimator }, penalty }: BodyMask, temperature: number): Tensor =>
  tidy(() => penaltyPerTask(penalty, logits.read(), estimator, temperature));

/** The penalty of each task, over all its masked layers, where samples have this temperature. */
export const readPenalties = async (body: MaskedBody, temperature: number): Promise<Float32Array> => {
  const total = tidy(() => body.masks.map((placed) => penaltyOfMask(placed, temperature)).reduce((all, penalty) => add(all, penalty)));
  const values = await total.data();
  total.dispose();
  return values as Float32Array;
};
