import type { Signal } from './kind.js';

/**
 * Makes elements of a signal 0 that one mask alone reads, and multiplies by 0, as far as the calls behind it can do so by their weights; and marks
 * the units that form nothing else as masked.
 *
 * A masked unit then is 0 by itself, so that the mask can go even where something needs that 0.
 */
export const clearSignal = async (signal: Signal, elements: Uint8Array, settable: boolean): Promise<void> => {
  const { maker, readers, isOutput } = signal;
  if (maker === undefined || readers.length > 1 || isOutput || !elements.includes(1)) return;
  await maker.kind.clear?.(maker, elements, settable);
};
