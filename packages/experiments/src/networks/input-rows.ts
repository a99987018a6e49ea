import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';

/** Samples as anything here takes them: N of one shape, row-major. */
export interface Samples {
  readonly x: Float32Array;
  readonly count: number;
  readonly sampleShape: readonly number[];
}

/** The shape of one sample as the network takes it; the samples may have another of the same size, such as 28×28 for 784. */
export const requireFittingInput = (network: LayersModel, { sampleShape }: Pick<Samples, 'sampleShape'>): number[] => {
  if (network.inputs.length !== 1) {
    throw new DumError('bad-input', `"${network.name}" has ${network.inputs.length} inputs; expected a network with one`);
  }
  const shape = network.inputs[0]!.shape.slice(1) as number[];
  if (size(shape) !== size(sampleShape)) {
    throw new DumError(
      'bad-input',
      `"${network.name}" takes samples of shape [${shape.join(', ')}] (${size(shape)} values); the data has [${sampleShape.join(', ')}] (${size(sampleShape)} values)`,
    );
  }
  return shape;
};

/** A batch of consecutive rows of the samples as the network's input tensor. */
export const inputTensor = (network: LayersModel, samples: Samples, start: number, end: number): Tensor => {
  const shape = requireFittingInput(network, samples);
  const width = size(shape);
  return tensor(samples.x.subarray(start * width, end * width), [end - start, ...shape]);
};

/** The number of values in a shape. */
export const size = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

/** The samples from `start` to before `end`, or to the last, in the same memory. */
export const takeRows = ({ x, count, sampleShape }: Samples, start: number, end: number): Samples => {
  const [width, last] = [size(sampleShape), Math.min(end, count)];
  return { x: x.subarray(start * width, last * width), count: last - start, sampleShape };
};
