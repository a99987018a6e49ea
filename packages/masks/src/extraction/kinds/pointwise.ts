import type { Layer } from '../../networks/calls.js';
import type { Kind } from '../_kind.js';
import { clearSignal } from '../_clear-signal.js';
import { askElementwise, elementwiseConstants } from '../_elementwise.js';
import { layerLike, runOnce } from '../_layer-like.js';

/**
 * Layers without weights that apply one function to each element: activations and rescaling.
 *
 * `fused` is for the activation of a dense or convolution layer, which that layer applies itself.
 */
export const pointwise = (layer: Layer, { fused = false } = {}): Kind => ({
  findConstants: (call) => elementwiseConstants(layer, call),
  spread: (call, demand) => {
    askElementwise(call, demand);
    const {
      name,
      inputs: [input],
      output,
    } = call;
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
