import type { Call, Kind, Signal } from './kind.js';
import { clearSignal } from './clear-signal.js';
import { layerLike, runOnce } from './layer-like.js';
import type { LayerParts } from './layer-parts.js';
import { placesOf } from './signal.js';

/** The operation on elements; a constant input can be left out of a sum and of a product. */
type Operation = 'add' | 'multiply' | 'other';

/**
 * Add, multiply, average, maximum and minimum: they join several signals element by element, so a channel is retained in all or in none.
 *
 * A constant signal of an add or a multiply is left out, and a frozen depthwise convolution adds or multiplies by it where it is not
 * neutral.
 */
export const join = ({ layer }: Pick<LayerParts, 'layer'>, operation: Operation = 'other'): Kind => ({
  findConstants: async ({ inputs, output }) => {
    const results = await runOnce(
      layerLike(layer),
      inputs.map(({ values, shape }) => ({ values, shape })),
    );
    const reached = inputs.map((input) => ({ input, at: elementIn(input, output) }));
    const live = output.live.map((_, element) => {
      const nothing = operation === 'multiply' && reached.some(({ input, at }) => isZero(input, at(element)));
      return !nothing && reached.some(({ input, at }) => input.live[at(element)] === 1) ? 1 : 0;
    });
    return { live, values: results.map((value, element) => (live[element] === 1 ? 0 : value)) };
  },
  spread: (call, demand) => {
    const { name, inputs, output } = call;
    inputs.forEach((input, index) => {
      if (!readsInput(operation, call, index)) return;
      const at = elementIn(input, output);
      output.demanded.forEach((isDemanded, element) => {
        if (isDemanded === 0) return;
        const source = at(element);
        const because = input.live[source] === 1 ? output.because[element % output.channels] : ({ reason: 'joined', at: name } as const);
        demand.ask(input, source, because);
      });
    });
    const read = inputs.filter((_, index) => readsInput(operation, call, index));
    for (let channel = 0; channel < output.channels; channel++) {
      demand.tie(
        [output, ...read].filter(({ channels }) => channels === output.channels).map((signal) => [signal, channel]),
        { reason: 'tied', at: name },
      );
    }
  },
  reads: (call, input) => readsInput(operation, call, input),
  clear: async ({ inputs, output }, elements, settable) => {
    for (const input of inputs) if (sameShape(input, output)) await clearSignal(input, elements, settable);
  },
  rebuild: (call, read, builder) => {
    const joined = read.length === 1 ? read[0]! : builder.plain(layer, read);
    const left = call.inputs.filter((_, index) => !readsInput(operation, call, index));
    const { output, name } = call;
    const neutral = operation === 'multiply' ? 1 : 0;
    const combine = (product: number, value: number) => (operation === 'multiply' ? product * value : product + value);
    const constants = Float32Array.from(output.demanded, (isDemanded, element) =>
      isDemanded === 0 ? neutral : left.reduce((soFar, { values }) => combine(soFar, values[element]!), neutral),
    );
    const retained = constants.filter((_, element) => output.retained[element % output.channels] === 1);
    if (retained.every((value) => value === neutral)) return joined;
    const channels = placesOf(output.retained).length;
    const isEven = retained.every((value, element) => value === retained[element % channels]);
    const values = isEven ? retained.slice(0, channels) : retained;
    const fill = (value: number) => new Float32Array(values.length).fill(value);
    return operation === 'multiply'
      ? builder.affine(`${name}_scale`, joined, values, fill(0))
      : builder.affine(`${name}_shift`, joined, fill(1), values);
  },
});

/** Whether a signal must be retained: it has a demanded live element, or the operation can't leave it out. */
const readsInput = (operation: Operation, { inputs, output }: Call, index: number): boolean => {
  if (operation === 'other') return true;
  const isIdle = (input: Signal): boolean =>
    sameShape(input, output) && !output.demanded.some((isDemanded, element) => isDemanded === 1 && input.live[element] === 1);
  if (!isIdle(inputs[index]!)) return true;
  const others = inputs.filter((input) => !isIdle(input));
  if (others.some((input) => sameShape(input, output))) return false;
  return inputs.findIndex((input) => sameShape(input, output)) === index;
};

const sameShape = (input: Signal, { shape }: Signal): boolean =>
  input.shape.length === shape.length && input.shape.every((size, axis) => size === shape[axis]);

/** The element of an input that joins into an element of the output; sizes of 1 and missing leading axes are broadcast. */
const elementIn = (input: Signal, output: Signal): ((element: number) => number) => {
  if (sameShape(input, output)) return (element) => element;
  const inFront = output.shape.length - input.shape.length;
  const shape = [...new Array<number>(inFront).fill(1), ...input.shape];
  return (element) => {
    let [rest, source, stride] = [element, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = output.shape[axis]!;
      if (shape[axis] !== 1) source += (rest % size) * stride;
      stride *= shape[axis]!;
      rest = Math.floor(rest / size);
    }
    return source;
  };
};

const isZero = ({ live, values }: Signal, element: number): boolean => live[element] === 0 && values[element] === 0;
