import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inputTensor, requireFittingInput, type Samples } from '../networks/input-rows.js';

/** The outputs of a network for every sample, `[samples, outputs]`, row-major; inference mode, in chunks. */
export const networkOutputs = async (network: LayersModel, samples: Samples): Promise<Float32Array> => {
  requireFittingInput(network, samples);
  const width = network.outputs[0]!.shape.slice(1).reduce<number>((product, axis) => product * (axis ?? 1), 1);
  const outputs = new Float32Array(samples.count * width);
  const chunk = 1000;
  for (let start = 0; start < samples.count; start += chunk) {
    const end = Math.min(start + chunk, samples.count);
    const output = tidy(() => network.apply(inputTensor(network, samples, start, end), { training: false }) as Tensor);
    outputs.set((await output.data()) as Float32Array, start * width);
    output.dispose();
  }
  return outputs;
};
