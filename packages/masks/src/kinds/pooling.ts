import type { Kind } from './kind.js';
import { clearSignal } from './clear-signal.js';
import { layerLike, runOnce } from './layer-like.js';
import type { LayerParts } from './layer-parts.js';
import { anyOf, wholeChannels } from './signal.js';

/** Layers without weights that move or summarize positions and leave channels apart: pooling, zero padding, cropping, upsampling. */
export const pooling = ({ layer }: Pick<LayerParts, 'layer'>): Kind => ({
  findConstants: async ({ inputs: [input] }) => {
    const { live: reached, values, shape } = input!;
    const counts = await runOnce(layerLike(layer), [{ values: Float32Array.from(reached), shape }]);
    const live = Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0));
    const results = await runOnce(layerLike(layer), [{ values, shape }]);
    return { live, values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
  },
  spread: ({ name, inputs: [input], output }, demand) => {
    for (let channel = 0; channel < output.channels; channel++) {
      if (anyOf(output.demanded, output.channels, channel)) demand.askChannel(input!, channel, output.because[channel]);
      demand.tie(
        [
          [input!, channel],
          [output, channel],
        ],
        name,
      );
    }
  },
  clear: async ({ inputs: [input], output }, elements, settable) => {
    const whole = wholeChannels(elements, output.channels);
    await clearSignal(
      input!,
      input!.live.map((_, element) => whole[element % input!.channels]!),
      settable,
    );
  },
  rebuild: (_, [x], builder) => builder.plain(layer, [x!]),
});
