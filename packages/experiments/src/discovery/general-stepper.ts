import {
  add,
  dispose,
  keep,
  type Scalar,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { crossEntropyPerTask, weightedTargets } from '../training/cross-entropy.js';
import { createDeviceAdam } from '../training/device-adam.js';
import { cosineDecay } from '../training/schedules.js';
import { applyHeads, type Heads } from './heads.js';
import type { MaskStepper } from './mask-stepper.js';
import type { MaskedBody } from './masked-body.js';
import type { FrozenActivations } from './frozen-activations.js';
import type { DiscoverySettings } from './options.js';
import type { SearchTask } from './search-task.js';

/** Steps by automatic differentiation of the masked tail, of whatever layers it is, on the device. */
export const createGeneralStepper = (
  body: MaskedBody,
  heads: Heads,
  tasks: readonly SearchTask[],
  activations: FrozenActivations,
  { learningRate, headLearningRate }: DiscoverySettings,
): MaskStepper => {
  const labels = tasks.map(({ train, classWeights }) => ({ y: train.y, classWeights }));
  const groups = [
    { variables: body.masks.map(({ mask }) => mask.logits.read() as Variable), rateAt: cosineDecay(learningRate) },
    { variables: [heads.kernel, heads.bias], rateAt: cosineDecay(headLearningRate) },
  ].map((group) => ({ ...group, adam: createDeviceAdam(group.variables) }));
  const variables = groups.flatMap((group) => group.variables);
  let seen: Tensor1D[] = [];
  return {
    at(batch, step, progress, temperature) {
      tidy(() => {
        const { grads } = variableGrads(() => {
          const features = body.apply(activations, batch, { step, temperature });
          const losses = crossEntropyPerTask(applyHeads(heads, features), weightedTargets(labels, batch));
          seen.push(keep(losses));
          return sum<Scalar>(
            body.masks.map(({ mask }) => mask.penaltyPerTask(temperature)).reduce<Tensor>((all, penalty) => add(all, penalty), losses),
          );
        }, variables);
        for (const group of groups) {
          group.adam.update(
            group.variables.map(({ name }) => grads[name]!),
            group.rateAt(progress),
          );
        }
      });
    },
    async drainLosses() {
      const losses = await Promise.all(seen.map((perTask) => perTask.data()));
      dispose(seen);
      seen = [];
      return tasks.map((_, task) => losses.reduce((total, perTask) => total + perTask[task]!, 0));
    },
    sync: () => undefined,
    dispose() {
      dispose(seen);
      for (const { adam } of groups) adam.dispose();
    },
  };
};
