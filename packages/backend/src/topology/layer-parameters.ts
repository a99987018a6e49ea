import type { ConfigObject } from './canonical-config.js';
import { layerClasses } from './layer-classes.js';
import { outputShape } from './output-shape.js';
import type { Layer } from './read-network.js';
import { channelsOf, numberOr, type Shape, sizesOf, valuesIn } from './shape.js';

type Rule = (config: ConfigObject, shape: Shape, layer: Layer) => number;

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);
const window = (config: ConfigObject, axes: number): number => product(sizesOf(config.kernelSize, axes));
const filters = (config: ConfigObject): number => numberOr(config.filters, 1);
const units = (config: ConfigObject): number => numberOr(config.units, 1);
const bias = (config: ConfigObject, count: number): number => (config.useBias === false ? 0 : count);

const convolution: Rule = (config, shape) =>
  window(config, shape.length - 2) * channelsOf(config, shape) * filters(config) + bias(config, filters(config));

const recurrent =
  (gates: number): Rule =>
  (config, shape) =>
    gates * ((shape.at(-1) ?? 1) * units(config) + units(config) ** 2 + bias(config, units(config)));

const normalization =
  (perValue: number): Rule =>
  ({ axis }, shape) => {
    const axes = Array.isArray(axis) ? sizesOf(axis, axis.length, -1) : [numberOr(axis, -1)];
    return perValue * product(axes.map((at) => shape.at(at) ?? 1));
  };

const switched = (config: ConfigObject): number => [config.scale, config.center].filter((on) => on !== false).length;

const stackedCells: Rule = (_, shape, { inner }) => {
  let features = shape.at(-1) ?? 1;
  return inner.reduce((sum, cell) => {
    const own = layerParameters(cell, [null, features]);
    features = units(cell.config);
    return sum + own;
  }, 0);
};

const rules: Readonly<Record<string, Rule>> = {
  Dense: (config, shape) => (shape.at(-1) ?? 1) * units(config) + bias(config, units(config)),
  Embedding: (config) => numberOr(config.inputDim, 1) * numberOr(config.outputDim, 1),
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  Conv2DTranspose: convolution,
  Conv3DTranspose: convolution,
  DepthwiseConv2D: (config, shape) => {
    const channels = channelsOf(config, shape) * numberOr(config.depthMultiplier, 1);
    return window(config, 2) * channels + bias(config, channels);
  },
  SeparableConv2D: (config, shape) => {
    const channels = channelsOf(config, shape) * numberOr(config.depthMultiplier, 1);
    return window(config, 2) * channels + channels * filters(config) + bias(config, filters(config));
  },
  BatchNormalization: (config, shape, layer) => normalization(2 + switched(config))(config, shape, layer),
  LayerNormalization: (config, shape, layer) => normalization(switched(config))(config, shape, layer),
  PReLU: (_, shape) => valuesIn(shape),
  SimpleRNN: recurrent(1),
  SimpleRNNCell: recurrent(1),
  GRU: recurrent(3),
  GRUCell: recurrent(3),
  LSTM: recurrent(4),
  LSTMCell: recurrent(4),
  ConvLSTM2D: (config, shape) => {
    const frame = shape.filter((_, i) => i !== 1);
    return 4 * (window(config, 2) * (channelsOf(config, frame) + filters(config)) * filters(config) + bias(config, filters(config)));
  },
  RNN: (_, shape, { inner }) => inner.reduce((sum, cell) => sum + layerParameters(cell, shape), 0),
  StackedRNNCells: stackedCells,
  TimeDistributed: (_, shape, { inner }) =>
    inner.reduce(
      (sum, layer) =>
        sum +
        layerParameters(
          layer,
          shape.filter((_, i) => i !== 1),
        ),
      0,
    ),
  Bidirectional: (_, shape, { inner }) => 2 * inner.reduce((sum, layer) => sum + layerParameters(layer, shape), 0),
};

/** How many parameters tfjs-layers makes for a layer on an input of that shape; a custom layer may have one for each value. */
export const layerParameters = (layer: Layer, shape: Shape): number => {
  const input = shape.length > 0 ? shape : ((layer.config.batchInputShape ?? []) as Shape);
  const custom = layerClasses.includes(layer.className) ? undefined : () => valuesIn(outputShape(layer, [input]));
  return (rules[layer.className] ?? custom ?? (() => 0))(layer.config, input, layer);
};
