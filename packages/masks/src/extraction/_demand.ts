import type { Demand } from '../kinds/kind.js';

/** Creates a demand that reports whether it added a mark since the last report. */
export const createDemand = (): Demand & { readonly grew: () => boolean } => {
  let added = false;
  const retain: Demand['retain'] = (signal, channel, because) => {
    if (signal.retained[channel] === 1) return;
    signal.retained[channel] = 1;
    signal.because[channel] = because;
    added = true;
  };
  const ask: Demand['ask'] = (signal, element, because) => {
    if (signal.demanded[element] === 1) return;
    signal.demanded[element] = 1;
    added = true;
    retain(signal, element % signal.channels, because);
  };
  return {
    ask,
    askChannel: (signal, channel, because) => {
      for (let element = channel; element < signal.demanded.length; element += signal.channels) ask(signal, element, because);
    },
    retain: retain,
    tie: (channels, because) => {
      const found = channels.find(([{ retained }, channel]) => retained[channel] === 1);
      if (found === undefined) return;
      for (const [signal, channel] of channels) retain(signal, channel, found[0].because[found[1]] ?? because);
    },
    grew: () => {
      const result = added;
      added = false;
      return result;
    },
  };
};
