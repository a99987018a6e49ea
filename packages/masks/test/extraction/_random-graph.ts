import { tensor, type Variable } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { UnitMask } from '@dum/masks';
import { noiseKey } from '@dum/masks/noise';
import { randomize } from '../networks/example-networks.js';

/** A number that decides something: anything may be asked of it, and it gives the same answers for the same seed. */
export type Dice = <Value>(values: readonly Value[]) => Value;

export const diceOf = (seed: number): Dice => {
  let throws = 0;
  return (values) => values[((noiseKey(seed, throws++) >>> 0) % 1_000_003) % values.length]!;
};

const imageKinds = [
  'conv',
  'conv',
  'depthwise',
  'separable',
  'norm',
  'activation',
  'pool',
  'pad',
  'resize',
  'transpose',
  'permute',
  'dropout',
  'join',
  'join',
  'concat',
  'flatten',
  'global',
  'again',
  'nested',
  'excite',
] as const;
const flatKinds = ['dense', 'dense', 'norm', 'activation', 'dropout', 'join', 'concat', 'again', 'nested', 'reshape'] as const;

/** How to build a network: each step reads tensors that earlier ones made, so that branches, joins and shared layers arise. */
export interface Recipe {
  readonly seed: number;
  readonly steps: number;
  readonly image: boolean;
}

export const recipes: fc.Arbitrary<Recipe> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  steps: fc.integer({ min: 1, max: 12 }),
  image: fc.boolean(),
});

/** How many networks are tried; `DUM_RANDOM_GRAPHS` tries others and more. */
export const runs = { numRuns: Number(process.env.DUM_RANDOM_GRAPHS ?? 200), seed: 1 };

const { add, multiply, average, maximum, minimum } = layers;
const activations = ['relu', 'sigmoid', 'tanh', 'elu', 'linear', 'softplus', 'relu6', 'swish'] as const;

const same = (a: SymbolicTensor, b: SymbolicTensor, axes: (shape: (number | null)[]) => (number | null)[]): boolean =>
  JSON.stringify(axes(a.shape)) === JSON.stringify(axes(b.shape));

/** The network of a recipe, with random weights of which some are 0, and a dense softmax head behind everything. */
export const networkOf = ({ seed, steps, image }: Recipe, { masks = false, constants: constantsToo = false } = {}): LayersModel => {
  const dice = diceOf(seed);
  const tensors: SymbolicTensor[] = [input({ shape: image ? [6, 6, 2] : [5], name: 'x' })];
  const shareable: { readonly layer: layers.Layer; readonly takes: string }[] = [];
  const apply = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor => {
    const output = layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;
    const isMasked = masks && dice([true, false, false]);
    const mask = () => {
      const constants = constantsToo && dice([true, false]);
      return new UnitMask({ granularity: dice(['channel', 'channel', 'element']), constants, name: `mask_${tensors.length}` });
    };
    tensors.push(isMasked ? (mask().apply(output) as SymbolicTensor) : output);
    // what is before a mask may be read too
    if (isMasked && dice([true, false, false])) tensors.push(output);
    return tensors.at(-1)!;
  };
  const size = (tensor: SymbolicTensor) => Math.min(tensor.shape[1]!, tensor.shape.length > 2 ? tensor.shape[2]! : Infinity);
  const activationLayer = (name: string, flat: boolean): layers.Layer =>
    dice([
      () => layers.activation({ activation: dice(activations), name }),
      () => layers.leakyReLU({ name }),
      () => layers.reLU({ maxValue: dice([1, 6]), name }),
      () => layers.elu({ name }),
      () => layers.prelu({ name, alphaInitializer: 'glorotNormal', sharedAxes: flat ? null! : dice([[1, 2], [1], null!]) }),
      () => layers.thresholdedReLU({ name }),
      () => layers.softmax({ name, axis: -1 }),
      () => layers.rescaling({ scale: 0.5, offset: dice([0, 0.3]), name }),
    ])();
  const conv = (name: string) => {
    const dilationRate = dice([1, 1, 1, 2]);
    return layers.conv2d({
      filters: dice([2, 3, 4]),
      kernelSize: dice([1, 2, 3]),
      strides: dilationRate > 1 ? 1 : dice([1, 1, 2]),
      padding: 'same',
      dilationRate,
      activation: dice(activations),
      useBias: dice([true, true, false]),
      name,
    });
  };
  const dense = (name: string) =>
    layers.dense({ units: dice([2, 3, 5]), activation: dice(activations), useBias: dice([true, true, false]), name });
  const norm = (name: string) => layers.batchNormalization({ scale: dice([true, true, false]), center: dice([true, true, false]), name });
  for (let step = 0; step < steps; step++) {
    const a = dice([...tensors.slice(-3), ...tensors]);
    const flat = a.shape.length === 2;
    const kind: (typeof imageKinds)[number] | (typeof flatKinds)[number] = flat ? dice(flatKinds) : dice(imageKinds);
    const name = `${kind}_${step}`;
    if (kind === 'dense') shareable.push({ layer: lastly(dense(name), (layer) => apply(layer, a)), takes: JSON.stringify(a.shape) });
    else if (kind === 'conv') {
      if (dice([0, 1]) === 1 && size(a) > 2) {
        apply(layers.conv2d({ filters: dice([2, 3]), kernelSize: dice([2, 3]), padding: 'valid', activation: dice(activations), name }), a);
      } else shareable.push({ layer: lastly(conv(name), (layer) => apply(layer, a)), takes: JSON.stringify(a.shape) });
    } else if (kind === 'depthwise') {
      apply(
        layers.depthwiseConv2d({
          kernelSize: Math.min(size(a), dice([1, 2, 3])),
          depthMultiplier: dice([1, 1, 2]),
          padding: dice(['same', 'valid']),
          activation: dice(activations),
          useBias: dice([true, false]),
          name,
        }),
        a,
      );
    } else if (kind === 'separable') {
      apply(
        layers.separableConv2d({
          filters: dice([2, 3]),
          kernelSize: Math.min(size(a), dice([1, 2, 3])),
          padding: dice(['same', 'valid']),
          activation: dice(activations),
          useBias: dice([true, false]),
          name,
        }),
        a,
      );
    } else if (kind === 'norm') apply(norm(name), a);
    else if (kind === 'activation') apply(activationLayer(name, flat), a);
    else if (kind === 'pool') {
      const poolSize = Math.min(2, size(a));
      const padding = dice(['same', 'valid'] as const);
      apply(dice([layers.maxPooling2d, layers.averagePooling2d])({ poolSize, padding, strides: dice([1, 2]), name }), a);
    } else if (kind === 'pad' && size(a) < 8) apply(layers.zeroPadding2d({ padding: dice([1, 2]), name }), a);
    else if (kind === 'resize' && size(a) > 2 && size(a) < 7) {
      apply(dice([() => layers.upSampling2d({ size: [2, 1], name }), () => layers.cropping2D({ cropping: 1, name })])(), a);
    } else if (kind === 'transpose' && size(a) < 6) {
      const strides = dice([1, 1, 2]);
      const padding = dice(['same', 'valid'] as const);
      const settings = { filters: dice([2, 3]), kernelSize: dice([1, 2, 3]), useBias: dice([true, false]), activation: dice(activations) };
      apply(layers.conv2dTranspose({ ...settings, strides, padding, name }), a);
    } else if (kind === 'permute') {
      apply(
        layers.permute({
          dims: dice([
            [2, 1, 3],
            [2, 1, 3],
            [3, 1, 2],
            [1, 3, 2],
          ]),
          name,
        }),
        a,
      );
    } else if (kind === 'join') {
      const like = tensors.filter((tensor) => tensor !== a && same(tensor, a, (shape) => shape));
      const join = dice([add, add, add, multiply, average, maximum, minimum])({ name });
      if (like.length === 0) {
        const width = a.shape.at(-1)!;
        const made = apply(
          flat
            ? layers.dense({ units: width, name: `${name}_like` })
            : layers.conv2d({ filters: width, kernelSize: 1, name: `${name}_like` }),
          a,
        );
        apply(join, made, a);
      } else apply(join, ...new Set([a, dice(like), ...(dice([0, 0, 1]) === 1 ? [dice(like)] : [])]));
    } else if (kind === 'concat') {
      const like = tensors.filter((tensor) => same(tensor, a, (shape) => shape.slice(0, -1)));
      const other = dice(like);
      if (other !== a) apply(layers.concatenate({ name }), a, other);
    } else if (kind === 'again') {
      const fitting = shareable.filter(({ takes }) => takes === JSON.stringify(a.shape));
      if (fitting.length > 0) apply(dice(fitting).layer, a);
    } else if (kind === 'flatten') apply(layers.flatten({ name }), a);
    else if (kind === 'global') apply(dice([layers.globalAveragePooling2d, layers.globalMaxPooling2d])({ name }), a);
    else if (kind === 'nested') {
      const inputShape = a.shape.slice(1) as number[];
      const inner = flat
        ? [layers.dense({ units: 4, activation: 'relu', inputShape, name: `${name}_dense` }), norm(`${name}_norm`)]
        : [layers.conv2d({ filters: 3, kernelSize: 2, padding: 'same', inputShape, name: `${name}_conv` }), norm(`${name}_norm`)];
      shareable.push({ layer: lastly(sequential({ name, layers: inner }), (layer) => apply(layer, a)), takes: JSON.stringify(a.shape) });
    } else if (kind === 'reshape' && a.shape[1]! % 2 === 0) {
      apply(
        layers.reshape({
          targetShape: dice([
            [1, 1, a.shape[1]!],
            [1, 2, a.shape[1]! / 2],
          ]),
          name,
        }),
        a,
      );
    } else if (kind === 'excite') {
      const pooled = apply(layers.globalAveragePooling2d({ name: `${name}_pool` }), a);
      const gate = apply(layers.dense({ units: a.shape[3]!, activation: 'sigmoid', name: `${name}_gate` }), pooled);
      const wide = dice([true, false]) ? apply(layers.reshape({ targetShape: [1, 1, a.shape[3]!], name: `${name}_wide` }), gate) : gate;
      apply(dice([multiply, add])({ name }), a, wide);
    }
  }
  const read = new Set(tensors.slice(1).flatMap((tensor) => tensor.inputs));
  const ends = tensors
    .filter((tensor) => !read.has(tensor))
    .map((tensor, index) => (tensor.shape.length === 2 ? tensor : apply(layers.flatten({ name: `end_${index}` }), tensor)));
  const end = ends.length === 1 ? ends[0]! : apply(layers.concatenate({ name: 'ends' }), ...ends);
  const head = layers.dense({ units: 3, activation: 'softmax', name: 'head' }).apply(end) as SymbolicTensor;
  const network = randomize(model({ inputs: tensors[0]!, outputs: head, name: 'random' }), seed);
  thin(network, dice);
  return network;
};

const lastly = <Layer>(layer: Layer, then: (layer: Layer) => void): Layer => {
  then(layer);
  return layer;
};

/** Sets some weights, and all weights of some output channels, to 0. */
const thin = (network: LayersModel, dice: Dice): void => {
  for (const weight of network.weights) {
    if (/mean|variance/.test(weight.originalName) || weight.shape.length === 0) continue;
    const values = weight.read().dataSync().slice();
    const channels = weight.shape.at(-1)!;
    const empty = dice([-1, -1, 0, 1]);
    values.forEach((_, at) => {
      if (at % channels === empty || dice([0, 0, 0, 0, 0, 0, 0, 1]) === 1) values[at] = 0;
    });
    const value = tensor(values, weight.shape as number[]);
    (weight.read() as Variable).assign(value);
    value.dispose();
  }
};
