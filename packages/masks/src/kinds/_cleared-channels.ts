import type { Call } from './kind.js';
import { wholeChannels } from './signal.js';

/** The channels of a layer that masks set to 0. */
export interface ClearedChannels {
  /** 1 for each channel that is 0 everywhere, in every call. */
  readonly whole: Uint8Array;
  /** Whether the layer may set it to 0 itself. */
  readonly settable: boolean;
}

/**
 * Collects what the masks after the calls of a layer clear. Returns what they clear in all calls; undefined until every call is known.
 *
 * What is dropped after only one call of a shared layer is still needed in the others.
 */
export const collectCleared = (): ((call: Call, elements: Uint8Array, settable: boolean) => ClearedChannels | undefined) => {
  const parts = new Map<Call, ClearedChannels>();
  return (call, elements, settable) => {
    parts.set(call, { whole: wholeChannels(elements, call.output.channels), settable });
    if (parts.size < call.calls.length) return undefined;
    const all = [...parts.values()];
    return {
      whole: all[0]!.whole.map((_, channel) => (all.every(({ whole }) => whole[channel] === 1) ? 1 : 0)),
      settable: all.every((part) => part.settable),
    };
  };
};
