import type { Samples } from '../../networks/input-rows.js';
import type { NetworkTrainer } from '../network-trainer.js';
import type { Schedule } from '../schedules.js';
import { parameterCount, readParameters, writeParameters } from './chain-layers.js';
import { layerOutputs, productByTransposed, productOfTransposed } from './device-products.js';
import { createDenseLayer, createSparseLayer, isSparse, sparseBytes } from './first-layer.js';
import { createHostKernels } from './host-kernels.js';
import type { DenseLayer } from './read-dense-chain.js';
import { softmaxGradient } from './softmax-gradient.js';

/** What {@link createChainTrainer} is told beside the chain and the samples. */
export interface ChainTraining {
  readonly y: Uint8Array;
  readonly batchSize: number;
  readonly schedule: Schedule;
}

/**
 * Steps for a chain of dense layers, on the host: the exact gradients of the general trainer by the formulas of a chain.
 *
 * Parameters and Adam live in the memory of the host's own kernels. Where most inputs are zero, the first layer goes through the others
 * alone; the other products are the device's. The gradient of the input, which nobody needs, is not computed.
 */
export const createChainTrainer = async (
  chain: readonly DenseLayer[],
  samples: Samples,
  { y, batchSize, schedule }: ChainTraining,
): Promise<NetworkTrainer> => {
  const size = Math.min(batchSize, samples.count);
  const sparse = isSparse(samples);
  const kernels = await createHostKernels(4 * 4 * parameterCount(chain) + (sparse ? sparseBytes(chain[0]!, size) : 0));
  const parameters = await readParameters(chain, kernels);
  const { layers, values, gradient, firstMoment, secondMoment } = parameters;
  const [lowest, ...upper] = layers as [(typeof layers)[0], ...typeof layers];
  const firstLayer = sparse ? createSparseLayer(kernels, samples, lowest, size) : createDenseLayer(samples, lowest);
  let step = 0;
  let losses = 0;

  const forward = (batch: Uint32Array): Float32Array[] => {
    const outputs = [firstLayer.forward(batch)];
    for (const [at, { inputs, units, kernel, bias, isRelu }] of upper.entries()) {
      outputs.push(layerOutputs({ values: outputs[at]!, columns: inputs }, { values: kernel, columns: units }, bias, isRelu));
    }
    return outputs;
  };
  const backward = (outputs: readonly Float32Array[], slopeOfLogits: Float32Array): void => {
    const slope = layers.reduceRight((above, layer, at) => {
      if (layer.hasBias) sumRows(above, layer.biasGradient);
      if (at === 0) return above;
      const [inputs, columns] = [outputs[at - 1]!, layer.units];
      layer.kernelGradient.set(productOfTransposed({ values: inputs, columns: layer.inputs }, { values: above, columns }));
      const below = productByTransposed({ values: above, columns }, { values: layer.kernel, columns });
      return layers[at - 1]!.isRelu ? gate(below, inputs) : below;
    }, slopeOfLogits);
    firstLayer.backward(slope);
  };

  return {
    step(batch, progress) {
      const outputs = forward(batch);
      const logits = outputs.at(-1)!;
      losses += softmaxGradient(logits, y, batch);
      backward(outputs, logits);
      step++;
      kernels.adam(values, gradient, firstMoment, secondMoment, step, schedule(progress));
    },
    drainLoss() {
      const drained = losses;
      losses = 0;
      return Promise.resolve(drained);
    },
    sync: () => {
      writeParameters(parameters);
    },
    dispose: () => undefined,
  };
};

/** The sum over the rows of a matrix, into `sums`. */
const sumRows = (values: Float32Array, sums: Float32Array): void => {
  sums.fill(0);
  for (let start = 0; start < values.length; start += sums.length) {
    for (let at = 0; at < sums.length; at++) sums[at]! += values[start + at]!;
  }
};

/** A gradient in place, zero where the relu's output is. */
const gate = (gradient: Float32Array, outputs: Float32Array): Float32Array => {
  for (let at = 0; at < gradient.length; at++) if (outputs[at]! <= 0) gradient[at] = 0;
  return gradient;
};
