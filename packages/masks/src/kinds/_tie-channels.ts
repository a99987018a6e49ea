import type { Call, Demand } from './kind.js';

/**
 * Ties each channel in the input and output of calls with one input, and across the calls of a shared layer: it is retained in all or in none.
 */
export const tieChannels = (calls: readonly Call[], demand: Demand): void => {
  for (const { name, inputs, output } of calls) {
    for (let channel = 0; channel < output.channels; channel++) {
      demand.tie(
        [...inputs, output].map((signal) => [signal, channel]),
        { reason: 'tied', at: name },
      );
    }
  }
  tieCalls(
    calls.map(({ output }) => output),
    calls,
    demand,
  );
};

/** Ties each channel in signals of the calls of a shared layer: it is retained in all or in none. */
export const tieCalls = (signals: readonly Call['output'][], calls: readonly Call[], demand: Demand): void => {
  const [first] = signals;
  for (let channel = 0; channel < first!.channels && signals.length > 1; channel++) {
    demand.tie(
      signals.map((signal) => [signal, channel]),
      { reason: 'shared', at: calls[0]!.name },
    );
  }
};
