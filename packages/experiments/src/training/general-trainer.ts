import {
  add,
  div,
  keep,
  log,
  mul,
  neg,
  reshape,
  type Scalar,
  sum,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Samples } from '../networks/input-rows.js';
import { networkOutputs } from '../networks/network-outputs.js';
import { gatherRows } from './batches.js';
import { type WeightedLabels, weightedTargets } from './cross-entropy.js';
import { createDeviceAdam } from './device-adam.js';
import type { NetworkTrainer } from './network-trainer.js';

/** Steps for any network on any backend: its own layers in training mode, by automatic differentiation. */
export const createGeneralTrainer = (network: LayersModel, samples: Samples, labels: WeightedLabels): NetworkTrainer => {
  const shape = network.inputs[0]!.shape.slice(1) as number[];
  const width = samples.x.length / samples.count;
  const classes = labels.classWeights.length;
  const variables = network.trainableWeights.map((weight) => weight.read() as Variable);
  const adam = createDeviceAdam(variables);
  let losses: Scalar | undefined;

  return {
    step(batch, rate) {
      tidy(() => {
        const { value, grads } = variableGrads(() => {
          const x = tensor(gatherRows(samples.x, width, batch), [batch.length, ...shape]);
          const probabilities = network.apply(x, { training: true }) as Tensor;
          const targets = reshape(weightedTargets([labels], batch), [batch.length, classes]);
          return div<Scalar>(neg(sum(mul(targets, log(add(probabilities, 1e-7))))), batch.length);
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
