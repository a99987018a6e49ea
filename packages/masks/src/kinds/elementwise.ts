import type { Kind } from './kind.js';
import { clearSignal } from './clear-signal.js';
import { runOnce, layerLike } from './layer-like.js';
import { type LayerParts, partOf } from './layer-parts.js';
import { placesOf } from './signal.js';

/** Layers that change each element by itself: activations, rescaling, a scale or a slope for each channel. */
export const elementwise = (parts: LayerParts): Kind => {
  const { layer, weights } = parts;
  return {
    findConstants: async ({ inputs: [input] }) => {
      const { live, values, shape } = input!;
      const results = await runOnce(layerLike(layer), [{ values, shape }], weights);
      return { live: live.slice(), values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
    },
    spread: ({ name, inputs: [input], output, calls }, demand) => {
      output.demanded.forEach((isDemanded, element) => {
        if (isDemanded === 1) demand.ask(input!, element, output.because[element % output.channels]);
      });
      const sharing = weights.length > 0 ? calls : calls.filter((call) => call.output === output);
      for (let channel = 0; channel < output.channels; channel++) {
        demand.tie(
          sharing.flatMap((call) => [...call.inputs, call.output].map((signal) => [signal, channel] as const)),
          name,
        );
      }
    },
    clear: async ({ inputs: [input] }, elements, settable) => {
      const { live, shape } = input!;
      const atZero = await runOnce(layerLike(layer), [{ values: new Float32Array(live.length), shape }], weights);
      const staysZero = elements.every((isMarked, element) => isMarked === 0 || atZero[element] === 0);
      await clearSignal(input!, elements, settable && staysZero);
    },
    rebuild: (call, [x], builder) => {
      const channels = placesOf(call.output.kept);
      if (weights.length > 0) return builder.weighted(call, [x!], (name) => partOf(parts, channels, name));
      return builder.plain(layer, [x!], parts.settings(channels));
    },
  };
};
