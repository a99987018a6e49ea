import { reshape, type Tensor, tile } from '@tensorflow/tfjs-core';
import { channelsOfUnit, type Granularity } from '../units/granularity.js';

/** Repeats a value for each unit over its channels, `[..., units]` → `[..., channels]`: all channels of a group have that of the group. */
export const spreadOverChannels = (ofUnits: Tensor, granularity: Granularity): Tensor => {
  const size = channelsOfUnit(granularity);
  if (size === 1) return ofUnits;
  const { shape } = ofUnits;
  const repeated = tile(reshape(ofUnits, [...shape, 1]), [...shape.map(() => 1), size]);
  return reshape(repeated, [...shape.slice(0, -1), shape.at(-1)! * size]);
};
