import type { Call, Demand } from './kind.js';

/** Keeps each channel in what calls of one input each read and make, or in none: within each call, and across the calls of a shared layer. */
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

/** Keeps each channel in all of some signals of the calls of a shared layer, or in none. */
export const tieCalls = (signals: readonly Call['output'][], calls: readonly Call[], demand: Demand): void => {
  const [first] = signals;
  for (let channel = 0; channel < first!.channels && signals.length > 1; channel++) {
    demand.tie(
      signals.map((signal) => [signal, channel]),
      { reason: 'shared', at: calls[0]!.name },
    );
  }
};
