import { permute as kind } from '../kinds/permute.js';
import type { LayerRule } from './layer-rule.js';

/** Reorders axes. If the last axis changes, channels become positions, and the new channels are new units. */
export const permute: LayerRule = {
  classNames: ['Permute'],
  flow: (layer) => {
    const { dims } = layer.getConfig() as unknown as { readonly dims: readonly number[] };
    return dims.at(-1) === dims.length ? 'moves' : 'forms';
  },
  extract: kind,
};
