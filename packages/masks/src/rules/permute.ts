import { permute as kind } from '../kinds/permute.js';
import type { LayerRule } from './layer-rule.js';

/** Axes in another order. Where the last one is another, a channel becomes a position, and the channels are new units. */
export const permute: LayerRule = {
  classNames: ['Permute'],
  flow: (layer) => {
    const { dims } = layer.getConfig() as unknown as { readonly dims: readonly number[] };
    return dims.at(-1) === dims.length ? 'moves' : 'forms';
  },
  extract: kind,
};
