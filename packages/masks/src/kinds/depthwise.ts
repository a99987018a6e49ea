import type { Call, Kind } from './kind.js';
import { clearSignal } from './clear-signal.js';
import { layerLike, runOnce } from './layer-like.js';
import { constantOf, inputsOf, outputsOf, placesOf } from './signal.js';
import { collectCleared } from './_cleared-channels.js';
import { tieCalls } from './_tie-channels.js';
import { isDemanded, unitStates } from './_unit-states.js';
import type { WeightedSum } from './weighted-sum.js';

/** A depthwise convolution and its weights. */
export interface Depthwise extends Pick<WeightedSum, 'layer' | 'kernel' | 'bias'> {
  /** Whether its outputs count as units; default true; false for the half of a separable convolution. */
  readonly formsUnits?: boolean;
}

/** Depthwise convolutions: each input channel makes its own output channels, as many as the depth multiplier. */
export const depthwise = ({ layer, kernel: given, bias: givenBias, formsUnits = true }: Depthwise): Kind => {
  const [inputs, multiplier] = given.shape.slice(-2) as [number, number];
  const outputs = inputs * multiplier;
  const kernel = given.values.slice();
  const bias = givenBias?.values.slice() ?? new Float32Array(outputs);
  const masked = new Uint8Array(outputs);
  const clearedBy = collectCleared();
  const sourceOf = (output: number) => Math.floor(output / multiplier);
  /** The outputs that are computed; others are constant or not demanded. */
  const computed = (calls: readonly Call[]) => {
    const signals = outputsOf(calls);
    return Array.from({ length: outputs }, (_, output) => constantOf(signals, output) === undefined && isDemanded(signals, output));
  };
  const run = (values: Float32Array, shape: readonly number[], weights: Float32Array) =>
    runOnce(layerLike(layer, { activation: 'linear', useBias: false }), [{ values, shape }], [{ values: weights, shape: given.shape }]);
  return {
    findConstants: async ({ inputs: [input] }) => {
      const { live: reached, values, shape } = input!;
      const counts = await run(
        Float32Array.from(reached),
        shape,
        kernel.map((weight) => (weight === 0 ? 0 : 1)),
      );
      const live = Uint8Array.from(counts, (count) => (count > 0 ? 1 : 0));
      const sums = await run(values, shape, kernel);
      return { live, values: sums.map((sum, element) => (live[element] === 1 ? 0 : sum + bias[element % outputs]!)) };
    },
    spread: ({ name, calls }, demand) => {
      const isComputed = computed(calls);
      for (const {
        inputs: [input],
        output,
      } of calls) {
        isComputed.forEach((isOn, channel) => {
          if (isOn) demand.askChannel(input!, sourceOf(channel), output.because[channel]);
        });
      }
      for (let channel = 0; channel < inputs; channel++) {
        for (const {
          inputs: [input],
          output,
        } of calls) {
          const made = Array.from({ length: multiplier }, (_, index) => [output, channel * multiplier + index] as const);
          demand.tie([[input!, channel], ...made], { reason: 'tied', at: name });
        }
      }
      tieCalls(outputsOf(calls), calls, demand);
    },
    clear: async (call, elements, mayBeSet) => {
      const cleared = clearedBy(call, elements, mayBeSet);
      if (cleared === undefined) return;
      const { whole, settable } = cleared;
      whole.forEach((isWhole, channel) => {
        if (isWhole === 0) return;
        masked[channel] = 1;
        if (!settable) return;
        for (let weight = channel; weight < kernel.length; weight += outputs) kernel[weight] = 0;
        bias[channel] = 0;
      });
      for (const input of inputsOf(call.calls)) {
        const idle = Uint8Array.from(input.live, (_, element) => {
          const first = (element % inputs) * multiplier;
          return whole.subarray(first, first + multiplier).every((isWhole) => isWhole === 1) ? 1 : 0;
        });
        await clearSignal(input, idle, settable);
      }
    },
    ...(formsUnits ? { units: (calls: readonly Call[]) => unitStates(calls, masked) } : {}),
    rebuild: (call, [x], builder) =>
      builder.weighted(call, [x!], (name) => {
        const signals = outputsOf(call.calls);
        const isComputed = computed(call.calls);
        const demanded = isComputed.map((_, output) => isDemanded(signals, output));
        const columns = placesOf(call.output.retained);
        const taps = kernel.length / outputs;
        const smaller = new Float32Array(taps * columns.length);
        for (let tap = 0; tap < taps; tap++) {
          columns.forEach((column, index) => {
            if (isComputed[column]) smaller[tap * columns.length + index] = kernel[tap * outputs + column]!;
          });
        }
        const sums = Float32Array.from(columns, (column) => {
          if (!demanded[column]) return 0;
          return isComputed[column] ? bias[column]! : constantOf(signals, column)!;
        });
        const useBias = givenBias !== undefined || sums.some((sum) => sum !== 0);
        return {
          layer: layerLike(layer, { name, useBias }),
          weights: [
            { values: smaller, shape: [...given.shape.slice(0, -2), columns.length / multiplier, multiplier] },
            ...(useBias ? [{ values: sums, shape: [columns.length] }] : []),
          ],
        };
      }),
  };
};
