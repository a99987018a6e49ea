import type { Kind, Signal } from './kind.js';
import { clearSignal } from './clear-signal.js';
import { tieChannels } from './_tie-channels.js';
import { placesOf } from './signal.js';

/**
 * A mask: a factor of 0 or 1 for each element, and a constant that a masked unit becomes, usually 0.
 *
 * It is removed where the constant of a masked unit is not needed, or where the unit has that value without it. Otherwise a frozen
 * depthwise convolution that scales by 0 and 1, and adds the constants, replaces it.
 */
export const unitMask = (bits: Uint8Array, constants: Float32Array): Kind => ({
  dropped: ({ live }) => live.map((_, element) => 1 - bits[element % bits.length]!),
  findConstants: ({ inputs: [input] }) => {
    const { live, values } = input!;
    return Promise.resolve({
      live: live.map((isLive, element) => isLive & bits[element % bits.length]!),
      values: values.map((value, element) => (bits[element % bits.length] === 1 ? value : constants[element % bits.length]!)),
    });
  },
  spread: (call, demand) => {
    const {
      inputs: [input],
      output,
    } = call;
    output.demanded.forEach((isDemanded, element) => {
      if (isDemanded === 1 && passes(bits, constants, input!, element))
        demand.ask(input!, element, output.because[element % output.channels]);
    });
    tieChannels([call], demand);
  },
  clear: ({ inputs: [input] }, elements, settable) => clearSignal(input!, elements, settable),
  rebuild: ({ name, inputs: [input], output }, [x], builder) => {
    const gates = output.demanded.some((isDemanded, element) => isDemanded === 1 && !passes(bits, constants, input!, element));
    if (!gates) return x!;
    const channels = placesOf(output.retained);
    const isWhole = bits.length === output.channels;
    const elements = isWhole ? channels : placesOf(output.live.map((_, element) => output.retained[element % output.channels]!));
    const scale = Float32Array.from(elements, (element) => bits[element]!);
    const shift = Float32Array.from(elements, (element) => (bits[element] === 1 ? 0 : constants[element]!));
    return builder.affine(name, x!, scale, shift);
  },
});

/** Whether the mask leaves an element unchanged. */
const passes = (bits: Uint8Array, constants: Float32Array, { live, values }: Signal, element: number): boolean =>
  bits[element % bits.length] === 1 || (live[element] === 0 && values[element] === constants[element % bits.length]);
