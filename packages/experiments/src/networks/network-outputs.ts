import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireOptions } from '@dum/errors';
import { requireModel } from '@dum/masks';
import { inputTensors, readChunks, requireFittingInput, type Samples, samplesKind, size } from './input-rows.js';
import { rowsAtOnce } from './widest-activation.js';

/** The outputs of a network for consecutive samples. */
export interface OutputChunk {
  readonly start: number;
  readonly count: number;
  /** Each output, `[count, ...shape]` row-major. */
  readonly outputs: Float32Array[];
}

/** Computes each output of a network for all samples in inference mode, chunk by chunk. Throws as {@link networkOutputs} does. */
export async function* networkChunks(network: LayersModel, { source }: Samples): AsyncGenerator<OutputChunk, void, void> {
  const parts = requireFittingInput(network, source.sampleShape);
  for await (const { start, count, rows } of readChunks(source, rowsAtOnce(network))) {
    const tensors = tidy(() => {
      const inputs = inputTensors(parts, rows, count);
      return [network.apply(inputs.length === 1 ? inputs[0]! : inputs, { training: false }) as Tensor | Tensor[]].flat();
    });
    const outputs: Float32Array[] = [];
    for (const output of tensors) {
      outputs.push(await output.data<'float32'>());
      output.dispose();
    }
    yield { start, count, outputs };
  }
}

/**
 * Computes each output of a network for every sample, `[samples, ...shape]` row-major, in inference mode and in chunks.
 *
 * `allocate` allocates the arrays for them. Throws `bad-input` when the samples don't fit, naming both shapes.
 */
export const networkOutputs = async (
  network: LayersModel,
  samples: Samples,
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
): Promise<Float32Array[]> => {
  requireModel('networkOutputs', network);
  requireOptions('networkOutputs', { samples }, { samples: samplesKind });
  requireFittingInput(network, samples.source.sampleShape);
  const widths = network.outputs.map(({ shape }) => size(shape.slice(1) as number[]));
  const values = widths.map((width) => allocate(samples.source.count * width));
  for await (const { start, outputs } of networkChunks(network, samples)) {
    for (const [index, output] of outputs.entries()) values[index]!.set(output, start * widths[index]!);
  }
  return values;
};
