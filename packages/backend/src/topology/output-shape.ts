import type { Config, ConfigObject } from './canonical-config.js';
import type { Layer } from './read-network.js';
import { channelsOf, isOn, numberOr, itemsIn, type Shape, sizesOf, valuesIn } from './shape.js';
import { changeSizes, slide, spread } from './window-shape.js';

const borders = (value: Config | undefined, axis: number): number => {
  const pair = Array.isArray(value) ? (value as readonly Config[])[axis] : value;
  const [before = 0, after = 0] = sizesOf(pair, 2, 0);
  return before + after;
};

const reshaped = (target: readonly Config[], shape: Shape): Shape => {
  const sizes = target.map((size) => numberOr(size, -1));
  const known = sizes.reduce((product, size) => (size < 0 ? product : product * size), 1);
  return [shape[0] ?? null, ...sizes.map((size) => (size < 0 ? valuesIn(shape) / known : size))];
};

const merged = (shapes: readonly Shape[]): Shape => {
  const longest = shapes.reduce((best, shape) => (shape.length > best.length ? shape : best), shapes[0]!);
  return longest.map((size, i) =>
    shapes.reduce<number | null>((most, shape) => {
      const other = shape[i - longest.length + shape.length] ?? null;
      return most === null || (other !== null && other > most) ? other : most;
    }, size),
  );
};

const concatenated = ({ axis }: ConfigObject, shapes: readonly Shape[]): Shape => {
  const first = shapes[0]!;
  const along = (numberOr(axis, -1) + first.length) % first.length;
  const sizes = shapes.map((shape) => shape[along] ?? null);
  return first.with(along, sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + size!, 0));
};

const dotted = ({ axes }: ConfigObject, [a = [], b = []]: readonly Shape[]): Shape => {
  const [axisA, axisB] = sizesOf(axes, 2, -1).map((axis, i) => (axis < 0 ? axis + [a, b][i]!.length : axis)) as [number, number];
  const rest = [...a.filter((_, i) => i !== axisA), ...b.filter((_, i) => i !== axisB && i !== 0)];
  return rest.length === 1 ? [...rest, 1] : rest;
};

const recurrent = (config: ConfigObject, shape: Shape, features: Shape): Shape =>
  isOn(config.returnSequences) ? [shape[0] ?? null, shape[1] ?? null, ...features] : [shape[0] ?? null, ...features];

const wrapped = (layer: Layer, shape: Shape): Shape => {
  const inner = layer.inner[0];
  if (inner === undefined) return shape;
  if (layer.className === 'TimeDistributed') {
    const [batch = null, steps = null, ...features] = shape;
    return [batch, steps, ...outputShape(inner, [[batch, ...features]]).slice(1)];
  }
  const one = outputShape(inner, [shape]);
  return layer.config.mergeMode === 'concat' || layer.config.mergeMode === undefined ? one.with(-1, 2 * (one.at(-1) ?? 1)) : one;
};

const pool = ({ config }: Layer, [shape = []]: readonly Shape[]): Shape => slide(config, shape, config.poolSize, channelsOf(config, shape));
const convolve = ({ config }: Layer, [shape = []]: readonly Shape[]): Shape =>
  slide(config, shape, config.kernelSize, numberOr(config.filters, 1));
const overChannels = ({ config }: Layer, [shape = []]: readonly Shape[]): Shape => [shape[0] ?? null, channelsOf(config, shape)];
const merge = (_: Layer, shapes: readonly Shape[]): Shape => merged(shapes);
const crop = ({ config }: Layer, [shape = []]: readonly Shape[]): Shape =>
  changeSizes(config, shape, channelsOf(config, shape), (size, axis) => numberOr(axis === 0 ? config.height : config.width, size));
const run = ({ config }: Layer, [shape = []]: readonly Shape[]): Shape => recurrent(config, shape, [numberOr(config.units, 1)]);

type Rule = (layer: Layer, inputs: readonly Shape[]) => Shape;

const rules: Readonly<Record<string, Rule>> = {
  Dense: ({ config }, [shape = []]) => [...shape.slice(0, -1), numberOr(config.units, 1)],
  Embedding: ({ config }, [shape = []]) => [...shape, numberOr(config.outputDim, 1)],
  Flatten: (_, [shape = []]) => [shape[0] ?? null, valuesIn(shape)],
  Reshape: ({ config }, [shape = []]) => reshaped(itemsIn(config.targetShape), shape),
  Permute: ({ config }, [shape = []]) => [shape[0] ?? null, ...itemsIn(config.dims).map((axis) => shape[numberOr(axis, 0)] ?? null)],
  RepeatVector: ({ config }, [shape = []]) => [shape[0] ?? null, numberOr(config.n, 1), ...shape.slice(1)],
  CategoryEncoding: ({ config }, [shape = []]) => [shape[0] ?? null, numberOr(config.numTokens, 1)],
  Conv1D: convolve,
  Conv2D: convolve,
  Conv3D: convolve,
  SeparableConv2D: convolve,
  Conv2DTranspose: ({ config }, [shape = []]) => spread(config, shape),
  Conv3DTranspose: ({ config }, [shape = []]) => spread(config, shape),
  DepthwiseConv2D: ({ config }, [shape = []]) =>
    slide(config, shape, config.kernelSize, channelsOf(config, shape) * numberOr(config.depthMultiplier, 1)),
  AveragePooling1D: pool,
  AveragePooling2D: pool,
  AveragePooling3D: pool,
  MaxPooling1D: pool,
  MaxPooling2D: pool,
  MaxPooling3D: pool,
  GlobalAveragePooling1D: overChannels,
  GlobalAveragePooling2D: overChannels,
  GlobalMaxPooling1D: overChannels,
  GlobalMaxPooling2D: overChannels,
  ZeroPadding2D: ({ config }, [shape = []]) =>
    changeSizes(config, shape, channelsOf(config, shape), (size, axis) => size + borders(config.padding, axis)),
  Cropping2D: ({ config }, [shape = []]) =>
    changeSizes(config, shape, channelsOf(config, shape), (size, axis) => size - borders(config.cropping, axis)),
  UpSampling2D: ({ config }, [shape = []]) =>
    changeSizes(config, shape, channelsOf(config, shape), (size, axis) => size * sizesOf(config.size, 2, 2)[axis]!),
  CenterCrop: crop,
  Resizing: ({ config }, [shape = []]) => [numberOr(config.height, 1), numberOr(config.width, 1), shape[2] ?? null], // as tfjs-layers has it
  Add: merge,
  Average: merge,
  Maximum: merge,
  Minimum: merge,
  Multiply: merge,
  Concatenate: ({ config }, shapes) => concatenated(config, shapes),
  Dot: ({ config }, shapes) => dotted(config, shapes),
  SimpleRNN: run,
  GRU: run,
  LSTM: run,
  RNN: ({ config, inner }, [shape = []]) => {
    const cell = inner.at(-1)?.inner.at(-1) ?? inner.at(-1);
    return recurrent(config, shape, [numberOr(cell?.config.units, 1)]);
  },
  ConvLSTM2D: ({ config }, [shape = []]) => {
    const frame = shape.filter((_, i) => i !== 1);
    return recurrent(config, shape, slide(config, frame, config.kernelSize, numberOr(config.filters, 1)).slice(1));
  },
  TimeDistributed: (layer, [shape = []]) => wrapped(layer, shape),
  Bidirectional: (layer, [shape = []]) => wrapped(layer, shape),
};

/** The shape that a layer gives for the shapes that it takes; a layer without a rule keeps its input's. */
export const outputShape = (layer: Layer, inputs: readonly Shape[]): Shape => {
  const own = layer.config.batchInputShape as Shape | null | undefined;
  const [first = []] = inputs;
  const known = first.length > 0 ? inputs : [own ?? []];
  return (rules[layer.className] ?? ((_, [shape = []]) => shape))(layer, known);
};
