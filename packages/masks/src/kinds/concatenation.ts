import type { Call, Kind } from './kind.js';
import { clearSignal } from './clear-signal.js';
import type { LayerParts } from './layer-parts.js';

/** Concatenation along the last axis: the channels of each input, in turn. An input without retained channels is left out. */
export const concatenation = ({ layer }: Pick<LayerParts, 'layer'>): Kind => ({
  findConstants: (call) => {
    const [live, values] = [new Uint8Array(call.output.live.length), new Float32Array(call.output.live.length)];
    eachElement(call, (input, from, to) => {
      live[to] = call.inputs[input]!.live[from]!;
      values[to] = call.inputs[input]!.values[from]!;
    });
    return Promise.resolve({ live, values });
  },
  spread: (call, demand) => {
    const { output, name } = call;
    eachElement(call, (input, from, to) => {
      const signal = call.inputs[input]!;
      if (output.demanded[to] === 1) demand.ask(signal, from, output.because[to % output.channels]);
      demand.tie(
        [
          [signal, from % signal.channels],
          [output, to % output.channels],
        ],
        { reason: 'tied', at: name },
      );
    });
  },
  reads: ({ inputs }, input) => inputs[input]!.retained.includes(1),
  clear: async (call, elements, settable) => {
    const parts = call.inputs.map(({ live }) => new Uint8Array(live.length));
    eachElement(call, (input, from, to) => {
      parts[input]![from] = elements[to]!;
    });
    for (const [input, part] of parts.entries()) await clearSignal(call.inputs[input]!, part, settable);
  },
  rebuild: (_, inputs, builder) => (inputs.length === 1 ? inputs[0]! : builder.plain(layer, inputs)),
});

const eachElement = ({ inputs, output }: Call, visit: (input: number, from: number, to: number) => void): void => {
  let offset = 0;
  inputs.forEach(({ channels, live }, input) => {
    for (let element = 0; element < live.length; element++) {
      visit(input, element, Math.floor(element / channels) * output.channels + offset + (element % channels));
    }
    offset += channels;
  });
};
