import type { Kind } from './kind.js';
import { tieChannels } from './_tie-channels.js';
import { clearSignal } from './clear-signal.js';
import { layerLike, runOnce } from './layer-like.js';
import { type LayerParts, partOf } from './layer-parts.js';
import { anyOf, placesOf, wholeChannels } from './signal.js';

/** Layers whose output channels depend on the same input channel only, at any positions. */
export const perChannel = (parts: LayerParts): Kind => {
  const { layer, weights } = parts;
  return {
    findConstants: async ({ inputs: [input], output }) => {
      const live = output.live.map((_, element) => (anyOf(input!.live, input!.channels, element % output.channels) ? 1 : 0));
      const results = await runOnce(layerLike(layer), [input!], weights);
      return { live, values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
    },
    spread: (call, demand) => {
      const {
        inputs: [input],
        output,
      } = call;
      for (let channel = 0; channel < output.channels; channel++) {
        if (anyOf(output.demanded, output.channels, channel)) demand.askChannel(input!, channel, output.because[channel]);
      }
      tieChannels(weights.length > 0 ? call.calls : [call], demand);
    },
    clear: async ({ inputs: [input], output }, elements, settable) => {
      const { live, shape, channels } = input!;
      const whole = wholeChannels(elements, output.channels);
      const atZero = await runOnce(layerLike(layer), [{ values: new Float32Array(live.length), shape }], weights);
      const staysZero = atZero.every((value, element) => whole[element % output.channels] === 0 || value === 0);
      await clearSignal(
        input!,
        live.map((_, element) => whole[element % channels]!),
        settable && staysZero,
      );
    },
    rebuild: (call, [x], builder) => {
      const channels = placesOf(call.output.retained);
      if (weights.length > 0) return builder.weighted(call, [x!], (name) => partOf(parts, channels, name));
      return builder.plain(layer, [x!], parts.settings(channels));
    },
  };
};
