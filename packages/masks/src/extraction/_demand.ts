import type { Demand } from '../kinds/kind.js';

/** Creates a demand that reports whether it added a mark since the last report. */
export const createDemand = (): Demand & { readonly grew: () => boolean } => {
  let added = false;
  const keep: Demand['keep'] = (signal, channel, because) => {
    if (signal.kept[channel] === 1) return;
    signal.kept[channel] = 1;
    signal.because[channel] = because;
    added = true;
  };
  const ask: Demand['ask'] = (signal, element, because) => {
    if (signal.demanded[element] === 1) return;
    signal.demanded[element] = 1;
    added = true;
    keep(signal, element % signal.channels, because);
  };
  return {
    ask,
    askChannel: (signal, channel, because) => {
      for (let element = channel; element < signal.demanded.length; element += signal.channels) ask(signal, element, because);
    },
    keep,
    tie: (channels, because) => {
      const found = channels.find(([{ kept }, channel]) => kept[channel] === 1);
      if (found === undefined) return;
      for (const [signal, channel] of channels) keep(signal, channel, found[0].because[found[1]] ?? because);
    },
    grew: () => {
      const result = added;
      added = false;
      return result;
    },
  };
};
