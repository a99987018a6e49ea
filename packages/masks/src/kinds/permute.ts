import type { Call, Kind } from './kind.js';
import { clearSignal } from './clear-signal.js';
import { layerLike, runOnce } from './layer-like.js';
import { tieChannels } from './_tie-channels.js';
import type { LayerParts } from './layer-parts.js';

/**
 * Reorders axes: the same elements at other positions.
 *
 * If the last axis stays last, channels stay channels. Otherwise channels become positions, which can't be removed, so all stay.
 */
export const permute = ({ layer }: Pick<LayerParts, 'layer'>): Kind => {
  const { dims } = layer.getConfig() as unknown as { dims: readonly number[] };
  const keepsChannels = dims.at(-1) === dims.length;
  const known = new Map<Call, Promise<Float32Array>>();
  /** The element of the input for each element of the output. */
  const sourcesOf = (call: Call): Promise<Float32Array> => {
    const { shape, live } = call.inputs[0]!;
    const sources = known.get(call) ?? runOnce(layerLike(layer), [{ values: Float32Array.from(live.keys()), shape }]);
    known.set(call, sources);
    return sources;
  };
  const found = new Map<Call, Float32Array>();
  return {
    findConstants: async (call) => {
      const [input] = call.inputs;
      const sources = await sourcesOf(call);
      found.set(call, sources);
      return {
        live: Uint8Array.from(sources, (source) => input!.live[source]!),
        values: sources.map((source) => input!.values[source]!),
      };
    },
    spread: (call, demand) => {
      const { name, output } = call;
      const [input] = call.inputs;
      found.get(call)!.forEach((source, element) => {
        if (output.demanded[element] === 1) demand.ask(input!, source, output.because[element % output.channels]);
      });
      const channels = (signal: typeof output) => Array.from({ length: signal.channels }, (_, channel) => [signal, channel] as const);
      if (!keepsChannels) demand.tie([...channels(input!), ...channels(output)], { reason: 'tied', at: name });
      else tieChannels([call], demand);
    },
    clear: async (call, elements, settable) => {
      const [input] = call.inputs;
      const idle = new Uint8Array(elements.length);
      (await sourcesOf(call)).forEach((source, element) => {
        idle[source] = elements[element]!;
      });
      await clearSignal(input!, idle, settable);
    },
    rebuild: (_, [x], builder) => builder.plain(layer, [x!]),
  };
};
