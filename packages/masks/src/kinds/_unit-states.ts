import type { Call, UnitState, Signal } from './kind.js';
import { anyOf, outputsOf } from './signal.js';

/** The states of the units that the calls of one layer form; `masked` has a 1 for each that its mask drops. */
export const unitStates = (calls: readonly Call[], masked: Uint8Array): UnitState[] => {
  const outputs = outputsOf(calls);
  return Array.from(masked, (isMasked, unit) => ({
    state: isMasked === 1 ? 'masked' : stateOf(outputs, unit),
    retained: outputs[0]!.retained[unit] === 1,
    because: outputs[0]!.because[unit],
  }));
};

const stateOf = (outputs: readonly Signal[], unit: number): UnitState['state'] => {
  if (!outputs.some(({ live, channels }) => anyOf(live, channels, unit))) return 'dead';
  return isDemanded(outputs, unit) ? 'needed' : 'unreachable';
};

/** Whether a channel is demanded in any call. */
export const isDemanded = (signals: readonly Signal[], channel: number): boolean =>
  signals.some(({ demanded, channels }) => anyOf(demanded, channels, channel));
