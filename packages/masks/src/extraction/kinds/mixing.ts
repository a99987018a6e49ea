import type { Layer } from '../../networks/calls.js';
import type { Call, Kind } from '../_kind.js';
import { layerLike, runOnce, type Values } from '../_layer-like.js';

/** A layer of which every output depends on every channel, and its weights. */
export interface Mixing {
  readonly layer: Layer;
  readonly weights: readonly Values[];
  readonly calls: readonly Call[];
  /** Whether a dense or convolution layer applies it itself. */
  readonly fused?: boolean;
}

/** Layers that need all their units, such as a softmax: nothing in front of them can go. */
export const mixing = ({ layer, weights, calls, fused = false }: Mixing): Kind => ({
  findConstants: async ({ inputs: [input] }) => {
    const { live, values, shape } = input!;
    const isLive = live.includes(1) ? 1 : 0;
    const results = await runOnce(layerLike(layer), [{ values, shape }], weights);
    return { live: live.map(() => isLive), values: isLive === 1 ? results.fill(0) : results };
  },
  spread: ({ name, output }, demand) => {
    if (!output.demanded.includes(1) && !output.kept.includes(1)) return;
    for (const call of calls) {
      for (let channel = 0; channel < output.channels; channel++) {
        demand.askChannel(call.inputs[0]!, channel, { reason: 'mixed', at: name });
        demand.askChannel(call.output, channel, { reason: 'mixed', at: name });
      }
    }
  },
  rebuild: (call, [x], builder) => {
    if (fused) return x!;
    return builder.weighted(call, x!, (name) => ({ layer: layerLike(layer, { name }), weights }));
  },
});
