import type { Kind } from './kind.js';
import { layerLike, runOnce } from './layer-like.js';
import type { LayerParts } from './layer-parts.js';
import { perChannel } from './per-channel.js';

/** Pooling, zero padding, cropping, upsampling: for positions of 0 and 1, the output is above 0 where they read a 1. */
export const pooling = (parts: LayerParts): Kind => ({
  ...perChannel(parts),
  findConstants: async ({ inputs: [input] }) => {
    const { layer } = parts;
    const { live: reached, values, shape } = input!;
    const counts = await runOnce(layerLike(layer), [{ values: Float32Array.from(reached), shape }]);
    const live = Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0));
    const results = await runOnce(layerLike(layer), [{ values, shape }]);
    return { live, values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
  },
});
