import type { Signal } from './kind.js';

/**
 * Sets elements of a signal to 0 that only one mask reads, and multiplies by 0, as far as the calls that make it can do so with their
 * weights; marks the units that form nothing else as masked.
 *
 * A masked unit is then 0 without its mask, so that the mask can be removed even where the 0 is needed.
 */
export const clearSignal = async (signal: Signal, elements: Uint8Array, settable: boolean): Promise<void> => {
  const { maker, readers, isOutput } = signal;
  if (maker === undefined || readers.length > 1 || isOutput || !elements.includes(1)) return;
  await maker.kind.clear?.(maker, elements, settable);
};
