import type { Layer } from '../layers/layer.js';
import type { WeightedLayer } from './kind.js';
import { layerLike, type Values } from './layer-like.js';
import { sizeOf } from '../size-of.js';

/** A built layer, its weights, and how they belong to channels. */
export interface LayerParts {
  readonly layer: Layer;
  /** In the order of their creation. */
  readonly weights: readonly Values[];
  /** For each weight, the axis with one entry for each channel; null for a weight that all channels share. */
  readonly channelAxes: readonly (number | null)[];
  /** The changed settings of a layer with only these channels. */
  readonly settings: (channels: readonly number[]) => Readonly<Record<string, unknown>>;
}

/** The layer with only some channels. */
export const partOf = (
  { layer, weights, channelAxes, settings }: LayerParts,
  channels: readonly number[],
  name: string,
): WeightedLayer => ({
  layer: layerLike(layer, { name, ...settings(channels) }),
  weights: weights.map((weight, index) => {
    const axis = channelAxes[index] ?? null;
    return axis === null ? weight : takeAlong(weight, axis, channels);
  }),
});

const takeAlong = ({ values, shape }: Values, axis: number, places: readonly number[]): Values => {
  const block = sizeOf(shape.slice(axis + 1));
  const row = block * shape[axis]!;
  const taken = new Float32Array((values.length / shape[axis]!) * places.length);
  for (let start = 0, next = 0; start < values.length; start += row) {
    for (const place of places) {
      taken.set(values.subarray(start + place * block, start + (place + 1) * block), next);
      next += block;
    }
  }
  return { values: taken, shape: shape.map((size, at) => (at === axis ? places.length : size)) };
};
