import { add, keep, type Scalar, type Tensor, tidy, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type InputPart, inputTensors } from '../networks/input-rows.js';
import { networkOutputs } from '../networks/network-outputs.js';
import { createDeviceAdam } from '../optimization/device-adam.js';
import type { NetworkTrainer } from './network-trainer.js';
import { trainingLoss } from './training-loss.js';
import type { TrainingRows } from './training-samples.js';
import type { TrainingTargets } from './training-targets.js';

/** Steps for any network on any backend, by automatic differentiation of its layers in training mode. */
export const createGeneralTrainer = (
  network: LayersModel,
  parts: readonly InputPart[],
  rows: TrainingRows,
  targets: TrainingTargets,
): NetworkTrainer => {
  const variables = network.trainableWeights.map((weight) => weight.read() as Variable);
  const adam = createDeviceAdam(variables);
  let losses: Scalar | undefined;

  return {
    step(samples, rate, step) {
      tidy(() => {
        const { value, grads } = variableGrads(() => {
          const inputs = inputTensors(parts, rows(samples, step), samples.batch.length);
          const probabilities = network.apply(inputs.length === 1 ? inputs[0]! : inputs, { training: true }) as Tensor;
          return trainingLoss(probabilities, targets, samples.batch);
        }, variables);
        adam.update(
          variables.map(({ name }) => grads[name]!),
          rate,
        );
        const before = losses;
        losses = keep(before === undefined ? value.clone() : add<Scalar>(before, value));
        before?.dispose();
      });
    },
    async drainLoss() {
      const [total] = (await losses?.data()) ?? [0];
      losses?.dispose();
      losses = undefined;
      return total!;
    },
    outputs: async (of) => (await networkOutputs(network, of))[0]!,
    sync: () => undefined,
    moments: () => adam.moments(),
    restore: (moments, steps) => {
      adam.restore(moments, steps);
    },
    dispose() {
      losses?.dispose();
      adam.dispose();
    },
  };
};
