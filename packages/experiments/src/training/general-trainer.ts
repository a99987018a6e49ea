import { add, keep, type Scalar, type Tensor, tensor, tidy, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { networkOutputs } from '../networks/network-outputs.js';
import { createDeviceAdam } from '../optimization/device-adam.js';
import type { NetworkTrainer } from './network-trainer.js';
import { trainingLoss } from './training-loss.js';
import type { TrainingSamples } from './training-samples.js';
import type { TrainingTargets } from './training-targets.js';

/** Steps for any network on any backend: its own layers in training mode, by automatic differentiation. */
export const createGeneralTrainer = (network: LayersModel, samples: TrainingSamples, targets: TrainingTargets): NetworkTrainer => {
  const shape = network.inputs[0]!.shape.slice(1) as number[];
  const variables = network.trainableWeights.map((weight) => weight.read() as Variable);
  const adam = createDeviceAdam(variables);
  let losses: Scalar | undefined;

  return {
    step(batch, rate, step) {
      tidy(() => {
        const { value, grads } = variableGrads(() => {
          const x = tensor(samples.rows(batch, step), [batch.length, ...shape]);
          const probabilities = network.apply(x, { training: true }) as Tensor;
          return trainingLoss(probabilities, targets, batch);
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
