import { moments, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { type layers, type LayersModel, model } from '@tensorflow/tfjs-layers';
import { inMemory } from '@dum/datasets';
import { networkOutputs } from '../networks/network-outputs.js';
import { size } from '../networks/input-rows.js';
import type { normals } from './normals.js';
import { normOf } from './plant-networks.js';

type Draw = ReturnType<typeof normals>;

/** Samples as rows, and the shape of each. */
export interface PlantInputs {
  readonly x: Float32Array;
  readonly shape: readonly number[];
}

/**
 * Sets random weights between connected units, and 0 between others.
 *
 * Each weight is at least half a standard deviation from 0, and those of one connection have the same sign, so that each connection
 * matters. They are scaled so that a unit is about as large as its inputs.
 */
export const setKernel = (layer: layers.Layer, draw: ReturnType<Draw>, isWired: (input: number, unit: number) => boolean): void => {
  const [kernel, ...bias] = layer.getWeights();
  const [inputs, units] = kernel!.shape.slice(-2) as [number, number];
  const drawn = draw(size(kernel!.shape));
  const wiredTo = Array.from(
    { length: units },
    (_, unit) => Array.from({ length: inputs }).filter((_, input) => isWired(input, unit)).length,
  );
  const positions = drawn.length / (inputs * units);
  const values = drawn.map((value, at) => {
    const connection = at % (inputs * units);
    const unit = connection % units;
    if (!isWired(Math.floor(connection / units), unit)) return 0;
    return (Math.sign(drawn[connection]!) * (Math.abs(value) + 1 / 2)) / (positions * Math.sqrt(wiredTo[unit]!));
  });
  tidy(() => layer.setWeights([tensor(values, kernel!.shape), ...bias]));
};

/** Sets the biases of a layer so that its pre-activation is 0 on average, except at the edges of images. */
export const centre = async (network: LayersModel, layer: layers.Layer, inputs: PlantInputs): Promise<void> => {
  const outputs = await outputsOf(network, layer.input, inputs);
  const [kernel, bias] = layer.getWeights();
  const [width, units] = kernel!.shape.slice(-2) as [number, number];
  const means = new Float64Array(width);
  outputs.forEach((value, at) => {
    means[at % width]! += (value * width) / outputs.length;
  });
  const values = new Float32Array(bias!.size);
  (kernel!.dataSync() as Float32Array).forEach((weight, at) => {
    values[at % units]! -= weight * means[Math.floor(at / units) % width]!;
  });
  tidy(() => layer.setWeights([kernel!, tensor1d(values)]));
};

/** Gives a batch normalization the mean and the variance of what it reads. */
export const normalize = async (network: LayersModel, name: string, inputs: PlantInputs): Promise<void> => {
  const layer = network.getLayer(normOf(name));
  const outputs = await outputsOf(network, layer.input, inputs);
  tidy(() => {
    const [gamma, beta, mean] = layer.getWeights();
    const measured = moments(tensor(outputs, [outputs.length / mean!.size, mean!.size]), 0);
    layer.setWeights([gamma!, beta!, measured.mean, measured.variance]);
  });
};

/** The outputs of one tensor of a network for all samples, `[samples, …]`. */
export const outputsOf = async (network: LayersModel, output: layers.Layer['output'], { x, shape }: PlantInputs): Promise<Float32Array> => {
  const body = model({ inputs: network.inputs, outputs: output });
  return (await networkOutputs(body, { source: inMemory({ x, sampleShape: shape }) }))[0]!;
};
