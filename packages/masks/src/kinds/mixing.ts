import type { Kind } from './kind.js';
import { layerLike, runOnce } from './layer-like.js';
import type { LayerParts } from './layer-parts.js';

/** Layers whose every output depends on every input, such as a softmax: they do not change, and no unit before them can be removed. */
export const mixing = ({ layer, weights }: Pick<LayerParts, 'layer' | 'weights'>): Kind => ({
  findConstants: async ({ inputs, output }) => {
    const isLive = inputs.some(({ live }) => live.includes(1)) ? 1 : 0;
    const results = await runOnce(layerLike(layer), inputs, weights);
    return { live: new Uint8Array(output.live.length).fill(isLive), values: isLive === 1 ? results.fill(0) : results };
  },
  spread: ({ name, output, calls }, demand) => {
    if (!output.demanded.includes(1) && !output.retained.includes(1)) return;
    for (const call of calls) {
      for (const signal of [...call.inputs, call.output]) {
        for (let channel = 0; channel < signal.channels; channel++) demand.askChannel(signal, channel, { reason: 'mixed', at: name });
      }
    }
  },
  rebuild: (call, inputs, builder) => builder.weighted(call, inputs, (name) => ({ layer: layerLike(layer, { name }), weights })),
});
