import type { Call } from './kind.js';
import { wholeChannels } from './signal.js';

/** What masks set to 0 of a layer. */
export interface ClearedChannels {
  /** 1 for each channel that is 0 throughout, in every call. */
  readonly whole: Uint8Array;
  /** Whether the layer may make it 0 itself. */
  readonly settable: boolean;
}

/**
 * Collects what the masks behind the calls of a layer clear, and gives what they clear of all; undefined until every call has its part.
 *
 * What is dropped behind one call of a shared layer alone is still needed in the others.
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
