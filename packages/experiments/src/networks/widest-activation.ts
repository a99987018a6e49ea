import type { LayersModel } from '@tensorflow/tfjs-layers';
import { size } from './input-rows.js';

/** The largest size of an activation, in values (16 MiB); a thousand images at once would take gigabytes. */
export const mostValues = 2 ** 22;

const mostRows = 1000;

/** The largest number of values that a layer of a network has for one sample. */
export const widestActivation = ({ layers }: LayersModel): number => {
  const outputs = layers.flatMap(({ inboundNodes }) => inboundNodes.flatMap(({ outputTensors }) => outputTensors));
  return outputs.reduce((most, { shape }) => Math.max(most, size(shape.slice(1).map((axis) => axis ?? 1))), 1);
};

/** The number of samples to run through a network at once: a thousand, or fewer for wide activations. */
export const rowsAtOnce = (network: LayersModel): number =>
  Math.max(1, Math.min(mostRows, Math.floor(mostValues / widestActivation(network))));
