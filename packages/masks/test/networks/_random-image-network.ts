import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { randomize } from './_networks.js';

const kinds = [
  'conv',
  'stride',
  'depthwise',
  'separable',
  'norm',
  'sigmoid',
  'relu',
  'leaky',
  'softmax',
  'maxPool',
  'averagePool',
  'pad',
  'dropout',
  'add',
  'add',
  'multiply',
  'concat',
  'gate',
  'again',
  'nested',
] as const;
type Kind = (typeof kinds)[number];

interface Step {
  readonly kind: Kind;
  readonly from: number;
  readonly and: number;
  readonly channels: number;
}

/** How to build a convolutional network: each step reads what earlier ones made, so that branches, joins and shared layers arise. */
export interface ImageRecipe {
  readonly steps: readonly Step[];
  readonly flatten: boolean;
  readonly seed: number;
}

/** Recipes of small convolutional networks. */
export const imageRecipes: fc.Arbitrary<ImageRecipe> = fc.record({
  steps: fc.array(fc.record({ kind: fc.constantFrom(...kinds), from: fc.nat(20), and: fc.nat(20), channels: fc.constantFrom(3, 3, 2) }), {
    minLength: 1,
    maxLength: 12,
  }),
  flatten: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1000 }),
});

const channelsOf = (tensor: SymbolicTensor): number => tensor.shape.at(-1)!;

/** The network of a recipe, with random weights and statistics; what nothing reads is joined and read by two dense layers. */
export const imageNetworkOf = ({ steps, flatten, seed }: ImageRecipe): LayersModel => {
  const tensors = [input({ shape: [5, 5, 2], name: 'x' })];
  const shared: layers.Layer[] = [];
  const read = new Set<SymbolicTensor>();
  const apply = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor => {
    for (const tensor of from) read.add(tensor);
    return layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;
  };
  const make: Record<Kind, (a: SymbolicTensor, b: SymbolicTensor, channels: number, name: string) => SymbolicTensor> = {
    conv: (a, _, filters, name) => {
      const layer = layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', name });
      if (channelsOf(a) === 3) shared.push(layer);
      return apply(layer, a);
    },
    stride: (a, _, filters, name) => apply(layers.conv2d({ filters, kernelSize: 2, strides: 2, padding: 'same', useBias: false, name }), a),
    depthwise: (a, _, channels, name) =>
      apply(layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', depthMultiplier: channels === 2 ? 2 : 1, name }), a),
    separable: (a, _, filters, name) => apply(layers.separableConv2d({ filters, kernelSize: 2, padding: 'same', name }), a),
    norm: (a, _, _channels, name) => apply(layers.batchNormalization({ name }), a),
    sigmoid: (a, _, _channels, name) => apply(layers.activation({ activation: 'sigmoid', name }), a),
    relu: (a, _, _channels, name) => apply(layers.reLU({ name }), a),
    leaky: (a, _, _channels, name) => apply(layers.leakyReLU({ name }), a),
    softmax: (a, _, _channels, name) => apply(layers.softmax({ axis: -1, name }), a),
    maxPool: (a, _, _channels, name) => apply(layers.maxPooling2d({ poolSize: 2, strides: 1, padding: 'same', name }), a),
    averagePool: (a, _, _channels, name) => apply(layers.averagePooling2d({ poolSize: 2, padding: 'same', name }), a),
    pad: (a, _, _channels, name) => apply(layers.zeroPadding2d({ padding: 1, name }), a),
    dropout: (a, _, _channels, name) => apply(layers.dropout({ rate: 0.5, name }), a),
    add: (a, b, channels, name) => joined(a, b, channels, name, layers.add({ name })),
    multiply: (a, b, channels, name) => joined(a, b, channels, name, layers.multiply({ name })),
    concat: (a, b, channels, name) =>
      a !== b && a.shape[1] === b.shape[1] ? apply(layers.concatenate({ name }), a, b) : make.conv(a, b, channels, name),
    gate: (a, _, _channels, name) => {
      const pooled = apply(layers.globalAveragePooling2d({ name: `${name}_pool` }), a);
      const gates = apply(layers.dense({ units: channelsOf(a), activation: 'sigmoid', name: `${name}_dense` }), pooled);
      return apply(
        layers.multiply({ name }),
        a,
        apply(layers.reshape({ targetShape: [1, 1, channelsOf(a)], name: `${name}_shape` }), gates),
      );
    },
    again: (a, b, channels, name) =>
      shared.length > 0 && channelsOf(a) === 3 ? apply(shared.at(-1)!, a) : make.conv(a, b, channels, name),
    nested: (a, _, filters, name) =>
      apply(
        sequential({
          name,
          layers: [
            layers.conv2d({ filters, kernelSize: 1, inputShape: a.shape.slice(1), name: `${name}_conv` }),
            layers.batchNormalization({ name: `${name}_norm` }),
            layers.activation({ activation: 'tanh', name: `${name}_tanh` }),
          ],
        }),
        a,
      ),
  };
  const joined = (a: SymbolicTensor, b: SymbolicTensor, channels: number, name: string, join: layers.Layer): SymbolicTensor =>
    a !== b && a.shape.join() === b.shape.join() ? apply(join, a, b) : make.conv(a, b, channels, name);
  for (const [index, { kind, from, and, channels }] of steps.entries()) {
    tensors.push(make[kind](tensors[from % tensors.length]!, tensors[and % tensors.length]!, channels, `${kind}_${index}`));
  }
  const flat = tensors
    .filter((tensor) => !read.has(tensor))
    .map((tensor, index) =>
      apply(flatten ? layers.flatten({ name: `flat_${index}` }) : layers.globalMaxPooling2d({ name: `flat_${index}` }), tensor),
    );
  const features = flat.length === 1 ? flat[0]! : apply(layers.concatenate({ name: 'features' }), ...flat);
  const hidden = apply(layers.dense({ units: 4, activation: 'tanh', name: 'hidden' }), features);
  return randomize(
    model({ inputs: tensors[0]!, outputs: apply(layers.dense({ units: 2, name: 'last' }), hidden), name: 'random-image' }),
    seed,
  );
};
