import type { LayersModel } from '@tensorflow/tfjs-layers';
import { size } from './input-rows.js';

/** The most values that one activation may have at once, 16 MiB of them: images would take gigabytes a thousand at a time. */
export const mostValues = 2 ** 22;

const mostRows = 1000;

/** The most values that a layer of a network has for one sample. */
export const widestActivation = ({ layers }: LayersModel): number => {
  const outputs = layers.flatMap(({ inboundNodes }) => inboundNodes.flatMap(({ outputTensors }) => outputTensors));
  return outputs.reduce((most, { shape }) => Math.max(most, size(shape.slice(1).map((axis) => axis ?? 1))), 1);
};

/** How many samples run through a network at once: a thousand, or fewer where its activations are wide. */
export const rowsAtOnce = (network: LayersModel): number =>
  Math.max(1, Math.min(mostRows, Math.floor(mostValues / widestActivation(network))));
