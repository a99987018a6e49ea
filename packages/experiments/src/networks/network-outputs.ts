import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inputTensor, requireFittingInput, type Samples, size } from './input-rows.js';
import { rowsAtOnce } from './widest-activation.js';

/**
 * Each output of a network for every sample, `[samples, ...shape]` row-major: inference mode, in chunks.
 *
 * `allocate` makes the arrays that hold them. Throws `bad-input` when the samples don't fit, naming both shapes.
 */
export const networkOutputs = async (
  network: LayersModel,
  samples: Samples,
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
): Promise<Float32Array[]> => {
  requireFittingInput(network, samples);
  const widths = network.outputs.map(({ shape }) => size(shape.slice(1) as number[]));
  const values = widths.map((width) => allocate(samples.count * width));
  const chunkRows = rowsAtOnce(network);
  for (let start = 0; start < samples.count; start += chunkRows) {
    const end = Math.min(start + chunkRows, samples.count);
    const outputs = tidy(() => [network.apply(inputTensor(network, samples, start, end), { training: false }) as Tensor | Tensor[]].flat());
    for (const [index, output] of outputs.entries()) {
      values[index]!.set(await output.data<'float32'>(), start * widths[index]!);
      output.dispose();
    }
  }
  return values;
};
