import type { NetworkTrainer } from '../network-trainer.js';
import { paddedShapes, parameterCount, readMoments, readParameters, writeMoments, writeParameters } from './chain-layers.js';
import { createChainPass } from './chain-pass.js';
import { createHostKernels } from '../../kernels/host-kernels.js';
import type { TrainingRows } from '../training-samples.js';
import type { TrainingTargets } from '../training-targets.js';
import { layerPassBytes } from './layer-pass.js';
import type { DenseLayer } from './read-dense-chain.js';

/** The bytes that {@link createChainTrainer} takes. */
export const chainTrainerBytes = (chain: readonly DenseLayer[], batchSize: number): number =>
  paddedShapes(chain).reduce((total, shape) => total + layerPassBytes(shape, batchSize), 4 * 4 * parameterCount(chain) + 256);

/**
 * Steps for a chain of dense layers on the host: the exact gradients of the general trainer by the formulas of a chain. All batches have
 * the same size.
 *
 * Parameters, gradients and moments are in the memory of the host kernels, so that steps copy nothing.
 */
export const createChainTrainer = async (
  chain: readonly DenseLayer[],
  rows: TrainingRows,
  targets: TrainingTargets,
  batchSize: number,
): Promise<NetworkTrainer> => {
  const kernels = await createHostKernels(chainTrainerBytes(chain, batchSize));
  const parameters = await readParameters(chain, kernels);
  const { values, gradient, firstMoment, secondMoment } = parameters;
  const pass = createChainPass(kernels, parameters, rows, targets, batchSize);
  let step = 0;
  let losses = 0;
  return {
    step(samples, rate, at) {
      losses += pass.loss(samples, at);
      step++;
      kernels.adam(values, gradient, firstMoment, secondMoment, step, rate);
    },
    drainLoss() {
      const drained = losses;
      losses = 0;
      return Promise.resolve(drained);
    },
    outputs: (of) => pass.logits(of),
    sync: () => {
      writeParameters(parameters);
    },
    moments: () => Promise.resolve(readMoments(parameters)),
    restore(moments, steps) {
      step = steps;
      writeMoments(parameters, moments);
    },
    dispose: () => undefined,
  };
};
