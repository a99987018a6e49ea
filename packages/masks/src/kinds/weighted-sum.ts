import type { Layer } from '../layers/layer.js';
import type { Call, Constants, Kind, Signal } from './kind.js';
import { layerLike, runOnce, type Values } from './layer-like.js';
import { anyOf, constantOf, inputsOf, outputsOf, placesOf } from './signal.js';
import { collectCleared } from './_cleared-channels.js';
import { tieCalls } from './_tie-channels.js';
import { isDemanded, unitStates } from './_unit-states.js';
import { sizeOf } from '../size-of.js';

/** A dense or convolution layer and its weights. */
export interface WeightedSum {
  readonly layer: Layer;
  /** `[...window, inputs, outputs]`. */
  readonly kernel: Values;
  readonly bias: Values | undefined;
  /** The setting for the number of outputs, such as `units`. */
  readonly size: string;
  /** Whether the layer is a transposed convolution, whose own kernel is `[...window, outputs, inputs]`. */
  readonly isTransposed?: boolean;
}

/** Dense and convolution layers: each output channel is a weighted sum over input channels, at one or more positions. */
export const weightedSum = ({ layer, kernel: given, bias: givenBias, size, isTransposed = false }: WeightedSum): Kind => {
  const [inputs, outputs] = given.shape.slice(-2) as [number, number];
  const taps = sizeOf(given.shape.slice(0, -2));
  const kernel = given.values.slice();
  const bias = givenBias?.values.slice() ?? new Float32Array(outputs);
  const masked = new Uint8Array(outputs);
  const clearedBy = collectCleared();
  let padded = false;

  const ownKernel = (of: Values): Values => (isTransposed ? swapLastAxes(of) : of);

  const sumOf = (input: Signal, isOne: boolean): Promise<Float32Array> | Float32Array => {
    const [x, weights] = isOne ? [Float32Array.from(input.live), kernel.map((weight) => (weight === 0 ? 0 : 1))] : [input.values, kernel];
    if (given.shape.length === 2) return product(x, weights, inputs, outputs);
    const linear = layerLike(layer, { activation: 'linear', useBias: false });
    return runOnce(linear, [{ values: x, shape: input.shape }], [ownKernel({ values: weights, shape: given.shape })]);
  };

  /** Whether an input can be folded into the biases, in these signals. */
  const folds = (signals: readonly Signal[], input: number): boolean => {
    const constant = constantOf(signals, input);
    return constant !== undefined && (constant === 0 || !padded);
  };

  /** The inputs that are read, and the constant outputs. */
  const plan = (calls: readonly Call[]) => {
    const [read, made] = [inputsOf(calls), outputsOf(calls)];
    const fixed = Array.from({ length: outputs }, (_, output) => constantOf(made, output));
    const demanded = fixed.map((_, output) => isDemanded(made, output));
    const summed = placesOf(Uint8Array.from(fixed, (constant, output) => (constant === undefined && demanded[output] ? 1 : 0)));
    const isUsed = (input: number): boolean => {
      for (let tap = 0; tap < taps; tap++) {
        const row = (tap * inputs + input) * outputs;
        for (const output of summed) if (kernel[row + output] !== 0) return true;
      }
      return false;
    };
    const constants = Array.from({ length: inputs }, (_, input) => constantOf(read, input));
    const reads = constants.map((_, input) => !folds(read, input) && isUsed(input));
    return { fixed, demanded, constants, reads };
  };

  return {
    findConstants: async ({ inputs: [input] }): Promise<Constants> => {
      const reached = await sumOf(input!, true);
      const sums = await sumOf(input!, false);
      padded ||= isTransposed || (await pads(layer, input!));
      const live = Uint8Array.from(reached, (count) => (count > 0 ? 1 : 0));
      return { live, values: sums.map((sum, element) => (live[element] === 1 ? 0 : sum + bias[element % outputs]!)) };
    },
    spread: ({ name, calls }, demand) => {
      const { reads } = plan(calls);
      reads.forEach((isRead, channel) => {
        if (!isRead) return;
        for (const input of inputsOf(calls)) {
          const reason = folds([input], channel) ? 'shared' : 'padding';
          demand.askChannel(input, channel, anyOf(input.live, inputs, channel) ? undefined : { reason, at: name });
        }
      });
      tieCalls(inputsOf(calls), calls, demand);
      tieCalls(outputsOf(calls), calls, demand);
    },
    clear: (call, elements, mayBeSet) => {
      const cleared = clearedBy(call, elements, mayBeSet);
      cleared?.whole.forEach((isWhole, channel) => {
        if (isWhole === 0) return;
        masked[channel] = 1;
        if (!cleared.settable) return;
        for (let row = channel; row < kernel.length; row += outputs) kernel[row] = 0;
        bias[channel] = 0;
      });
      return Promise.resolve();
    },
    units: (calls) => unitStates(calls, masked),
    rebuild: (call, [x], builder) =>
      builder.weighted(call, [x!], (name) => {
        const { fixed, demanded, constants, reads } = plan(call.calls);
        const [rows, columns] = [placesOf(call.inputs[0]!.retained), placesOf(call.output.retained)];
        const smaller = new Float32Array(taps * rows.length * columns.length);
        const sums = Float64Array.from(columns, (column) => (demanded[column] ? (fixed[column] ?? bias[column]!) : 0));
        columns.forEach((column, j) => {
          if (!demanded[column] || fixed[column] !== undefined) return;
          for (let tap = 0; tap < taps; tap++) {
            rows.forEach((row, i) => {
              if (reads[row]) smaller[(tap * rows.length + i) * columns.length + j] = kernel[(tap * inputs + row) * outputs + column]!;
            });
            constants.forEach((constant, input) => {
              if (constant !== undefined && !reads[input]) sums[j]! += constant * kernel[(tap * inputs + input) * outputs + column]!;
            });
          }
        });
        const useBias = givenBias !== undefined || sums.some((sum) => sum !== 0);
        return {
          layer: layerLike(layer, { name, [size]: columns.length, useBias }),
          weights: [
            ownKernel({ values: smaller, shape: [...given.shape.slice(0, -2), rows.length, columns.length] }),
            ...(useBias ? [{ values: Float32Array.from(sums), shape: [columns.length] }] : []),
          ],
        };
      }),
  };
};

/** Transposes the last two axes. */
export const swapLastAxes = ({ values, shape }: Values): Values => {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const swapped = values.map((_, at) => {
    const [row, column] = [at % rows, Math.floor(at / rows) % columns];
    return values[at - (at % (rows * columns)) + row * columns + column]!;
  });
  return { values: swapped, shape: [...shape.slice(0, -2), columns, rows] };
};

/** Whether any output of a convolution reads beyond the edge of its input. */
const pads = async (layer: Layer, { shape }: Signal): Promise<boolean> => {
  const { padding, kernelSize } = layer.getConfig() as { padding?: string; kernelSize?: number | number[] };
  if (padding === undefined || padding === 'valid') return false;
  const window = [kernelSize!].flat();
  const ones = (size: readonly number[]): Values => ({ values: new Float32Array(sizeOf(size)).fill(1), shape: size });
  const single = layerLike(layer, { filters: 1, activation: 'linear', useBias: false });
  const counts = await runOnce(single, [ones([...shape.slice(0, -1), 1])], [ones([...window, 1, 1])]);
  const whole = sizeOf(window);
  return counts.some((count) => count !== whole);
};

/** x·W for the last axis of x. */
const product = (x: Float32Array, kernel: Float32Array, inputs: number, outputs: number): Float32Array => {
  const result = new Float32Array((x.length / inputs) * outputs);
  for (let position = 0; position * inputs < x.length; position++) {
    const sums = new Float64Array(outputs);
    for (let input = 0; input < inputs; input++) {
      const value = x[position * inputs + input]!;
      if (value === 0) continue;
      for (let output = 0; output < outputs; output++) sums[output]! += value * kernel[input * outputs + output]!;
    }
    result.set(sums, position * outputs);
  }
  return result;
};
