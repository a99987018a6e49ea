import type { Layer } from '../../networks/calls.js';
import type { Kind } from '../_kind.js';
import { clearSignal } from '../_clear-signal.js';
import { layerLike, runOnce } from '../_layer-like.js';

/**
 * Layers without weights that apply one function to each element: activations and rescaling.
 *
 * `fused` is for the activation of a dense or convolution layer, which that layer applies itself.
 */
export const pointwise = (layer: Layer, { fused = false } = {}): Kind => ({
  findConstants: async ({ inputs: [input] }) => {
    const { live, values, shape } = input!;
    const results = await runOnce(layerLike(layer), [{ values, shape }]);
    return { live: live.slice(), values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
  },
  spread: ({ name, inputs: [input], output }, demand) => {
    output.demanded.forEach((isDemanded, element) => {
      if (isDemanded === 1) demand.ask(input!, element, output.because[element % output.channels]);
    });
    for (let channel = 0; channel < output.channels; channel++) {
      demand.tie(
        [
          [input!, channel],
          [output, channel],
        ],
        name,
      );
    }
  },
  clear: async ({ inputs: [input] }, elements, settable) => {
    const [atZero] = await runOnce(layerLike(layer), [{ values: new Float32Array(1), shape: [1] }]);
    await clearSignal(input!, elements, settable && atZero === 0);
  },
  rebuild: (_, [x], builder) => (fused ? x! : builder.plain(layer, [x!])),
});
