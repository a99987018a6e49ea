import { add, reshape, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type Penalty, penaltyPerTask, type UnitMask } from '@dum/masks';
import type { MaskedBody } from '../../masked/masked-body.js';

/** The expected units of each mask for samples of this temperature: one array for each mask, with a number for each task. */
export const readExpectedUnits = (body: MaskedBody, temperature: number): Promise<Float32Array[]> =>
  Promise.all(
    body.masks.map(async ({ mask: { estimator, logits } }) => {
      const expected = tidy(() => sum(reshape(estimator.keepProbability(logits.read(), temperature), [body.tasks, -1]), -1));
      const values = await expected.data<'float32'>();
      expected.dispose();
      return values;
    }),
  );

/** The penalty of each task in one mask, for samples of this temperature: `[tasks]`. */
export const penaltyOfMask = ({ logits, estimator }: UnitMask, penalty: Penalty, temperature: number): Tensor =>
  tidy(() => penaltyPerTask(penalty, logits.read(), estimator, temperature));

/** The penalty of each task over all its masked layers, for samples of this temperature; `penalties` has one for each mask. */
export const readPenalties = async (body: MaskedBody, penalties: readonly Penalty[], temperature: number): Promise<Float32Array> => {
  const total = tidy(() =>
    body.masks.map(({ mask }, at) => penaltyOfMask(mask, penalties[at]!, temperature)).reduce((all, penalty) => add(all, penalty)),
  );
  const values = await total.data();
  total.dispose();
  return values as Float32Array;
};
