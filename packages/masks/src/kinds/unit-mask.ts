import type { Kind, Signal } from './kind.js';
import { clearSignal } from './clear-signal.js';
import { tieChannels } from './_tie-channels.js';
import { placesOf } from './signal.js';

/**
 * A mask: a factor of 0 or 1 for each element.
 *
 * It is removed where the 0 of a masked unit is not needed, or where the unit is 0 without it. Otherwise a frozen depthwise convolution
 * that scales by 0 and 1 replaces it.
 */
export const unitMask = (bits: Uint8Array): Kind => ({
  dropped: ({ live }) => live.map((_, element) => 1 - bits[element % bits.length]!),
  findConstants: ({ inputs: [input] }) => {
    const { live, values } = input!;
    return Promise.resolve({
      live: live.map((isLive, element) => isLive & bits[element % bits.length]!),
      values: values.map((value, element) => (bits[element % bits.length] === 1 ? value : 0)),
    });
  },
  spread: (call, demand) => {
    const {
      inputs: [input],
      output,
    } = call;
    output.demanded.forEach((isDemanded, element) => {
      if (isDemanded === 1 && passes(bits, input!, element)) demand.ask(input!, element, output.because[element % output.channels]);
    });
    tieChannels([call], demand);
  },
  clear: ({ inputs: [input] }, elements, settable) => clearSignal(input!, elements, settable),
  rebuild: ({ name, inputs: [input], output }, [x], builder) => {
    const gates = output.demanded.some((isDemanded, element) => isDemanded === 1 && !passes(bits, input!, element));
    if (!gates) return x!;
    const channels = placesOf(output.retained);
    const isWhole = bits.length === output.channels;
    const elements = isWhole ? channels : placesOf(output.live.map((_, element) => output.retained[element % output.channels]!));
    const scale = Float32Array.from(elements, (element) => bits[element]!);
    return builder.affine(name, x!, scale, new Float32Array(scale.length));
  },
});

/** Whether the mask leaves an element unchanged. */
const passes = (bits: Uint8Array, { live, values }: Signal, element: number): boolean =>
  bits[element % bits.length] === 1 || (live[element] === 0 && values[element] === 0);
