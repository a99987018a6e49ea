import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inputTensor, requireFittingInput, type Samples, size } from './input-rows.js';

const mostRows = 1000;

/** The most values that one activation may have in a chunk, 64 MiB of them: images would take gigabytes a thousand at a time. */
const mostValues = 2 ** 24;

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
  const chunkRows = Math.max(1, Math.min(mostRows, Math.floor(mostValues / widestActivation(network))));
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

/** The most values that a layer has for one sample. */
const widestActivation = ({ layers }: LayersModel): number => {
  const outputs = layers.flatMap(({ inboundNodes }) => inboundNodes.flatMap(({ outputTensors }) => outputTensors));
  return outputs.reduce((most, { shape }) => Math.max(most, size(shape.slice(1).map((axis) => axis ?? 1))), 1);
};
