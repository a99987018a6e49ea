import type { Call, Kind } from './kind.js';
import { tieChannels } from './_tie-channels.js';
import { layerLike, runOnce } from './layer-like.js';
import { type LayerParts, partOf } from './layer-parts.js';
import { anyOf, placesOf } from './signal.js';

/**
 * Layers that multiply each element by a number computed from all of them, such as squeeze and excitation.
 *
 * A channel that is 0 everywhere stays 0. If it adds nothing to the numbers of the others, it can be removed with its weights.
 */
export const gating = (parts: LayerParts): Kind => {
  const { layer, weights } = parts;
  return {
    findConstants: async ({ inputs: [input] }) => {
      const isAnyLive = input!.live.includes(1);
      const live = input!.live.map((isLive, element) => (isLive === 1 || (isAnyLive && input!.values[element] !== 0) ? 1 : 0));
      const results = await runOnce(layerLike(layer), [input!], weights);
      return { live, values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
    },
    spread: (call, demand) => {
      const { name, inputs, output, calls } = call;
      const [input] = inputs;
      for (let channel = 0; channel < output.channels; channel++) {
        if (output.demanded.includes(1) && countsIn(call, channel)) {
          const isWanted = anyOf(output.demanded, output.channels, channel);
          demand.askChannel(input!, channel, isWanted ? output.because[channel] : { reason: 'mixed', at: name });
        }
      }
      tieChannels(calls, demand);
    },
    rebuild: (call, [x], builder) => builder.weighted(call, [x!], (name) => partOf(parts, placesOf(call.output.retained), name)),
  };
};

/** Whether the numbers of other channels depend on a channel; a channel that is 0 everywhere counts only if it is retained and could differ. */
const countsIn = ({ inputs: [input] }: Call, channel: number): boolean => {
  const { live, values, retained, channels } = input!;
  if (retained[channel] === 1) return true;
  for (let element = channel; element < live.length; element += channels) {
    if (live[element] === 1 || values[element] !== 0) return true;
  }
  return false;
};
