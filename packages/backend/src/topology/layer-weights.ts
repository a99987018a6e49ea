import type { ConfigObject } from './canonical-config.js';
import type { Layer } from './read-network.js';
import { channelsOf, isOff, itemsIn, numberOr, type Shape, sizesOf } from './shape.js';

/** A weight that tfjs-layers makes when it builds a layer. */
export interface WeightShape {
  /** Its name within the layer, such as `kernel`. */
  readonly name: string;
  /** Its shape. */
  readonly shape: readonly number[];
}

type Rule = (config: ConfigObject, shape: Shape) => readonly WeightShape[];

const filtersOf = (config: ConfigObject): number => numberOr(config.filters, 1);
const multiplier = (config: ConfigObject): number => numberOr(config.depthMultiplier, 1);
const bias = (config: ConfigObject, count: number): readonly WeightShape[] =>
  isOff(config.useBias) ? [] : [{ name: 'bias', shape: [count] }];

const convolution =
  (inputsFirst: boolean): Rule =>
  (config, shape) => {
    const channels = [channelsOf(config, shape), filtersOf(config)];
    const window = sizesOf(config.kernelSize, shape.length - 2);
    return [{ name: 'kernel', shape: [...window, ...(inputsFirst ? channels : channels.reverse())] }, ...bias(config, filtersOf(config))];
  };

const depthwiseKernel: Rule = (config, shape) => [
  { name: 'depthwise_kernel', shape: [...sizesOf(config.kernelSize, 2), channelsOf(config, shape), multiplier(config)] },
];

const normalization =
  (moving: readonly string[]): Rule =>
  ({ axis, scale, center }, shape) => {
    const axes = Array.isArray(axis) ? sizesOf(axis, axis.length, -1) : [numberOr(axis, -1)];
    const names = [...(isOff(scale) ? [] : ['gamma']), ...(isOff(center) ? [] : ['beta']), ...moving];
    return names.map((name) => ({ name, shape: axes.map((at) => shape.at(at) ?? 1) }));
  };

const rules: Readonly<Record<string, Rule>> = {
  Dense: (config, shape) => {
    const units = numberOr(config.units, 1);
    return [{ name: 'kernel', shape: [shape.at(-1) ?? 1, units] }, ...bias(config, units)];
  },
  Embedding: (config) => [{ name: 'embeddings', shape: [numberOr(config.inputDim, 1), numberOr(config.outputDim, 1)] }],
  Conv1D: convolution(true),
  Conv2D: convolution(true),
  Conv3D: convolution(true),
  Conv2DTranspose: convolution(false),
  Conv3DTranspose: convolution(false),
  DepthwiseConv2D: (config, shape) => [...depthwiseKernel(config, shape), ...bias(config, channelsOf(config, shape) * multiplier(config))],
  SeparableConv2D: (config, shape) => [
    ...depthwiseKernel(config, shape),
    { name: 'pointwise_kernel', shape: [1, 1, channelsOf(config, shape) * multiplier(config), filtersOf(config)] },
    ...bias(config, filtersOf(config)),
  ],
  BatchNormalization: normalization(['moving_mean', 'moving_variance']),
  LayerNormalization: normalization([]),
  PReLU: ({ sharedAxes }, shape) => {
    const shared = itemsIn(sharedAxes ?? null);
    return [{ name: 'alpha', shape: shape.slice(1).map((size, i) => (shared.includes(i + 1) ? 1 : (size ?? 1))) }];
  },
};

/** The weights that tfjs-layers makes for a layer on an input of that shape, in its order; undefined for a class without a rule. */
export const layerWeights = ({ className, config }: Layer, shape: Shape): readonly WeightShape[] | undefined =>
  Object.hasOwn(rules, className) ? rules[className]!(config, shape) : undefined;
