import type { Kind } from './kind.js';
import { tieChannels } from './_tie-channels.js';
import { clearSignal } from './clear-signal.js';
import { runOnce, layerLike } from './layer-like.js';
import { type LayerParts, partOf } from './layer-parts.js';
import { placesOf } from './signal.js';

/** Layers that change each element separately: activations, rescaling, a scale or a slope for each channel. */
export const elementwise = (parts: LayerParts): Kind => {
  const { layer, weights } = parts;
  return {
    findConstants: async ({ inputs: [input] }) => {
      const { live, values, shape } = input!;
      const results = await runOnce(layerLike(layer), [{ values, shape }], weights);
      return { live: live.slice(), values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
    },
    spread: (call, demand) => {
      const {
        inputs: [input],
        output,
      } = call;
      output.demanded.forEach((isDemanded, element) => {
        if (isDemanded === 1) demand.ask(input!, element, output.because[element % output.channels]);
      });
      tieChannels(weights.length > 0 ? call.calls : [call], demand);
    },
    clear: async ({ inputs: [input] }, elements, settable) => {
      const { live, shape } = input!;
      const atZero = await runOnce(layerLike(layer), [{ values: new Float32Array(live.length), shape }], weights);
      const staysZero = elements.every((isMarked, element) => isMarked === 0 || atZero[element] === 0);
      await clearSignal(input!, elements, settable && staysZero);
    },
    rebuild: (call, [x], builder) => {
      const channels = placesOf(call.output.retained);
      if (weights.length > 0) return builder.weighted(call, [x!], (name) => partOf(parts, channels, name));
      return builder.plain(layer, [x!], parts.settings(channels));
    },
  };
};
