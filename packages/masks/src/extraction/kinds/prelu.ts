import type { Layer } from '../../networks/calls.js';
import type { Call, Kind } from '../_kind.js';
import { clearSignal } from '../_clear-signal.js';
import { askElementwise, elementwiseConstants } from '../_elementwise.js';
import { layerLike, type Values } from '../_layer-like.js';
import { placesOf } from '../_signal.js';

/** A parametric relu, with its slopes apart. */
export interface Prelu {
  readonly layer: Layer;
  /** Of the shape of a sample, with a size of 1 for each axis that shares them. */
  readonly slopes: Values;
  readonly calls: readonly Call[];
}

/** A parametric relu: x where x > 0, else slope · x, with a slope for each element or one for all positions of an axis. It leaves 0 as it is. */
export const prelu = ({ layer, slopes, calls }: Prelu): Kind => ({
  findConstants: (call) => elementwiseConstants(layer, call, [slopes]),
  spread: (call, demand) => {
    askElementwise(call, demand);
    const { name, output } = call;
    for (let channel = 0; channel < output.channels; channel++) {
      demand.tie(
        calls.flatMap((each) => [...each.inputs, each.output].map((signal) => [signal, channel] as const)),
        name,
      );
    }
  },
  clear: ({ inputs: [input] }, elements, settable) => clearSignal(input!, elements, settable),
  rebuild: (call, [x], builder) =>
    builder.weighted(call, x!, (name) => {
      const channels = slopes.shape.at(-1)!;
      const kept = channels === 1 && call.output.channels > 1 ? [0] : placesOf(call.output.kept);
      const values = slopes.values.filter((_, at) => kept.includes(at % channels));
      return { layer: layerLike(layer, { name }), weights: [{ values, shape: [...slopes.shape.slice(0, -1), kept.length] }] };
    }),
});
