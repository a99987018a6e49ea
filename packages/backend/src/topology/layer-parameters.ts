import type { ConfigObject } from './canonical-config.js';
import { layerClasses } from './layer-classes.js';
import { layerWeights } from './layer-weights.js';
import { outputShape } from './output-shape.js';
import type { Layer } from './read-network.js';
import { channelsOf, isOff, numberOr, type Shape, sizesOf, valuesIn } from './shape.js';

type Rule = (config: ConfigObject, shape: Shape, layer: Layer) => number;

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);
const window = (config: ConfigObject, axes: number): number => product(sizesOf(config.kernelSize, axes));
const filters = (config: ConfigObject): number => numberOr(config.filters, 1);
const units = (config: ConfigObject): number => numberOr(config.units, 1);
const bias = (config: ConfigObject, count: number): number => (isOff(config.useBias) ? 0 : count);

const recurrent =
  (gates: number): Rule =>
  (config, shape) =>
    gates * ((shape.at(-1) ?? 1) * units(config) + units(config) ** 2 + bias(config, units(config)));

const stackedCells: Rule = (_, shape, { inner }) => {
  let features = shape.at(-1) ?? 1;
  return inner.reduce((sum, cell) => {
    const own = layerParameters(cell, [null, features]);
    features = units(cell.config);
    return sum + own;
  }, 0);
};

const rules: Readonly<Record<string, Rule>> = {
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
  const weights = layerWeights(layer, input);
  if (weights !== undefined) return weights.reduce((sum, { shape }) => sum + product(shape), 0);
  return (rules[layer.className] ?? custom ?? (() => 0))(layer.config, input, layer);
};
