import type { Call, Signal } from '../kinds/kind.js';
import { clearSignal } from '../kinds/clear-signal.js';
import { createDemand } from './_demand.js';
import type { ExtractionGraph } from './_extraction-graph.js';

/** Determines which elements of a graph are constant and which are demanded, and which channels are retained. */
export const settle = async (
  { inputs, calls, outputs }: ExtractionGraph,
  { dropInputs }: { readonly dropInputs: boolean },
): Promise<void> => {
  for (const {
    kind,
    inputs: [input],
    output,
  } of calls) {
    if (kind.dropped !== undefined) await clearSignal(input!, kind.dropped(output), true);
  }
  for (const call of calls) Object.assign(call.output, await call.kind.findConstants(call));
  const demand = createDemand();
  if (!dropInputs) for (const input of inputs) input.retained.fill(1);
  for (const output of outputs) {
    const at = output.maker?.name ?? 'input';
    for (let channel = 0; channel < output.channels; channel++) demand.askChannel(output, channel, { reason: 'output', at });
  }
  for (;;) {
    let read: Call[];
    do {
      read = callsRead({ calls, outputs });
      for (const call of [...read].reverse()) call.kind.spread(call, demand);
    } while (demand.grew());
    for (const { name, output } of read) if (!output.retained.includes(1)) demand.retain(output, 0, { reason: 'last', at: name });
    for (const input of inputs) if (!input.retained.includes(1)) demand.retain(input, 0);
    if (!demand.grew()) return;
  }
};

/** The calls that the outputs still depend on, in order. */
export const callsRead = ({ calls, outputs }: Pick<ExtractionGraph, 'calls' | 'outputs'>): Call[] => {
  const read = new Set<Call>();
  const visit = ({ maker }: Signal): void => {
    if (maker === undefined || read.has(maker)) return;
    read.add(maker);
    inputsRead(maker).forEach(visit);
  };
  outputs.forEach(visit);
  return calls.filter((call) => read.has(call));
};

/** The inputs that a call still reads. */
export const inputsRead = (call: Call): Signal[] => call.inputs.filter((_, index) => call.kind.reads?.(call, index) ?? true);
