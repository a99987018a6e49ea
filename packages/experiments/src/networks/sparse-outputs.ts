import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { RowSource } from '@dum/datasets';
import { readsAtOnce } from '@dum/masks';
import { consecutiveBatches } from '../optimization/batches.js';
import { createHostKernels, paddedColumns } from '../kernels/host-kernels.js';
import { canRunHostKernels } from '../kernels/host-memory.js';
import { activationOf, isDense, isReluOrLinear } from './dense-layers.js';
import { readChunks, type Samples } from './input-rows.js';

const chunkRows = 1000;

/** Below this share of nonzero values, one core that visits only those is faster than a backend that visits all. */
const sparseBelow = 0.35;

/**
 * The outputs of a network of one dense layer, for samples that are mostly zeros, such as the pixels of digits; otherwise undefined.
 *
 * `[count, units]`, from nonzero values only, which is exact. The first thousand samples decide whether it is worthwhile.
 */
export const sparseOutputs = async (
  network: LayersModel,
  { source }: Samples,
  allocate: (length: number) => Float32Array = (length) => new Float32Array(length),
): Promise<Float32Array | undefined> => {
  const [layer, ...others] = network.layers.filter((each) => each.getClassName() !== 'InputLayer');
  if (layer === undefined || others.length > 0 || !isDense(layer) || !isReluOrLinear(layer) || !readsAtOnce()) return undefined;
  const [kernel, bias] = layer.getWeights();
  const [inputs, units] = kernel!.shape as [number, number];
  const width = paddedColumns(units);
  const bytes = 4 * (chunkRows * (3 * inputs + width) + (inputs + 1) * width) + 4096;
  if (!canRunHostKernels(bytes) || shareOfValues(await firstRows(source)) >= sparseBelow) return undefined;

  const kernels = await createHostKernels(bytes);
  const [weights, biases] = [kernels.floats(inputs * width), kernels.floats(width)];
  const values = await kernel!.data<'float32'>();
  for (let input = 0; input < inputs; input++) weights.set(values.subarray(input * units, (input + 1) * units), input * width);
  if (bias !== undefined) biases.set(await bias.data<'float32'>());
  const [chunk, sparse, out] = [kernels.floats(chunkRows * inputs), kernels.sparse(chunkRows, inputs), kernels.floats(chunkRows * width)];
  const outputs = allocate(source.count * units);
  const isRelu = activationOf(layer) === 'relu';
  for await (const { start, count: rows, rows: values } of readChunks(source, chunkRows)) {
    const part = chunk.subarray(0, rows * inputs);
    part.set(values as Float32Array);
    kernels.compress(part, inputs, sparse);
    kernels.multiplySparse(sparse, weights, { out, rows, columns: width, bias: biases, isRelu });
    for (let row = 0; row < rows; row++) outputs.set(out.subarray(row * width, row * width + units), (start + row) * units);
  }
  return outputs;
};

const firstRows = async (source: RowSource): Promise<Float32Array> => {
  const count = Math.min(chunkRows, source.count);
  if (source.values !== undefined) return source.values.subarray(0, (count * source.values.length) / source.count);
  return (await source.rows(consecutiveBatches(count, count)[0]!)) as Float32Array;
};

const shareOfValues = (values: Float32Array): number => {
  let count = 0;
  for (const value of values) if (value !== 0) count++;
  return count / values.length;
};
