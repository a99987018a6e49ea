import { randomUniform, tidy } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';

type Shared = Map<number, layers.Layer>;
type Make = (a: SymbolicTensor, b: SymbolicTensor, step: Step, name: string, shared: Shared) => SymbolicTensor;

const activations = [
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'sigmoid',
  'hardSigmoid',
  'tanh',
  'softmax',
  'logSoftmax' as 'softmax', // which the types leave out
  'softplus',
  'softsign',
  'gelu',
  'mish',
  'swish',
] as const;

const on = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;

const one =
  (make: (step: Step, name: string) => layers.Layer): Make =>
  (a, _, step, name) =>
    on(make(step, name), a);

const conv: Make = one(({ channels, activation, flag }, name) =>
  layers.conv2d({ filters: channels, kernelSize: 3, padding: 'same', dilationRate: flag ? 2 : 1, activation, name }),
);

const joining =
  (make: (name: string) => layers.Layer): Make =>
  (a, b, step, name, shared) =>
    a !== b && a.shape.join() === b.shape.join() ? on(make(name), a, b) : conv(a, b, step, name, shared);

const when =
  (fits: (size: number) => boolean, make: (name: string) => layers.Layer): Make =>
  (a, b, step, name, shared) =>
    fits(a.shape[1]!) ? on(make(name), a) : conv(a, b, step, name, shared);

const kinds: Readonly<Record<string, Make>> = {
  conv,
  stride: one(({ channels, activation, flag }, name) =>
    layers.conv2d({ filters: channels, kernelSize: 2, strides: 2, padding: 'same', useBias: flag, activation, name }),
  ),
  depthwise: one(({ channels, activation, flag }, name) =>
    layers.depthwiseConv2d({ kernelSize: [2, 3], padding: 'same', depthMultiplier: channels, activation, useBias: flag, name }),
  ),
  separable: one(({ channels, activation, flag }, name) =>
    layers.separableConv2d({ filters: channels, kernelSize: 2, padding: 'same', depthMultiplier: flag ? 2 : 1, activation, name }),
  ),
  transposed: one(({ channels, activation }, name) =>
    layers.conv2dTranspose({ filters: channels, kernelSize: 3, padding: 'same', activation, name }),
  ),
  norm: one(({ flag }, name) => layers.batchNormalization({ scale: flag, epsilon: 1e-4, name })),
  layerNorm: one((_, name) => layers.layerNormalization({ name })),
  activation: one(({ activation }, name) => layers.activation({ activation, name })),
  relu: one(({ flag }, name) => layers.reLU({ ...(flag ? { maxValue: 0.7 } : {}), name })),
  threshold: one((_, name) => layers.thresholdedReLU({ theta: 0.3, name })),
  leaky: one((_, name) => layers.leakyReLU({ alpha: 0.2, name })),
  prelu: one(({ flag }, name) => layers.prelu({ ...(flag ? { sharedAxes: [1, 2] } : {}), name })),
  elu: one((_, name) => layers.elu({ name })),
  softmax: one((_, name) => layers.softmax({ axis: -1, name })),
  maxPool: one((_, name) => layers.maxPooling2d({ poolSize: 2, strides: 1, padding: 'same', name })),
  averagePool: one((_, name) => layers.averagePooling2d({ poolSize: 2, padding: 'same', name })),
  pad: one((_, name) => layers.zeroPadding2d({ padding: 1, name })),
  crop: when(
    (size) => size > 3,
    (name) =>
      layers.cropping2D({
        cropping: [
          [1, 0],
          [0, 1],
        ],
        name,
      }),
  ),
  grow: when(
    (size) => size < 6,
    (name) => layers.upSampling2d({ size: [2, 1], name }),
  ),
  permute: one((_, name) => layers.permute({ dims: [2, 1, 3], name })),
  rescale: one((_, name) => layers.rescaling({ scale: 0.5, offset: 0.1, name })),
  dropout: one((_, name) => layers.dropout({ rate: 0.5, name })),
  noise: one((_, name) => layers.gaussianNoise({ stddev: 0.5, name })),
  add: joining((name) => layers.add({ name })),
  multiply: joining((name) => layers.multiply({ name })),
  average: joining((name) => layers.average({ name })),
  most: joining((name) => layers.maximum({ name })),
  least: joining((name) => layers.minimum({ name })),
  concat: joining((name) => layers.concatenate({ name })),
  gate: (a, _, __, name) => {
    const channels = a.shape.at(-1)!;
    const pooled = on(layers.globalAveragePooling2d({ name: `${name}_pool` }), a);
    const gates = on(layers.dense({ units: channels, activation: 'hardSigmoid', name: `${name}_dense` }), pooled);
    return on(layers.multiply({ name }), a, on(layers.reshape({ targetShape: [1, 1, channels], name: `${name}_shape` }), gates));
  },
  again: (a, _, { activation }, name, shared) => {
    const channels = a.shape.at(-1)!;
    const layer = shared.get(channels) ?? layers.conv2d({ filters: channels, kernelSize: 1, activation, name });
    shared.set(channels, layer);
    return on(layer, on(layer, a));
  },
};

interface Step {
  readonly kind: string;
  readonly from: number;
  readonly and: number;
  readonly channels: number;
  readonly activation: (typeof activations)[number];
  readonly flag: boolean;
}

/** How to build a network: each step reads what earlier ones made, so that branches, joins and shared layers arise. */
export interface Recipe {
  readonly steps: readonly Step[];
  readonly flatten: boolean;
  readonly outputs: 1 | 2;
  readonly seed: number;
}

/** Recipes of small networks of all layers that can be exported. */
export const recipes: fc.Arbitrary<Recipe> = fc.record({
  steps: fc.array(
    fc.record({
      kind: fc.constantFrom(...Object.keys(kinds)),
      from: fc.nat(20),
      and: fc.nat(20),
      channels: fc.constantFrom(2, 3),
      activation: fc.constantFrom(...activations),
      flag: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  flatten: fc.boolean(),
  outputs: fc.constantFrom(1, 2),
  seed: fc.integer({ min: 1, max: 1000 }),
});

/** Gives every weight seeded values that show; variances stay above 0. */
export const randomize = (network: LayersModel, seed: number): LayersModel => {
  for (const [i, layer] of network.layers.entries()) {
    tidy(() => {
      layer.setWeights(
        layer.weights.map(({ originalName, shape }, k) => {
          const scale = /variance|gamma/.test(originalName);
          return randomUniform(shape as number[], scale ? 0.5 : -0.6, scale ? 1.5 : 0.6, 'float32', seed * 1000 + 10 * i + k + 1);
        }),
      );
    });
  }
  return network;
};

/** The network of a recipe; what nothing reads is joined and read by dense layers. */
export const networkOf = ({ steps, flatten, outputs, seed }: Recipe): LayersModel => {
  const shared: Shared = new Map();
  const tensors = [input({ shape: [4, 4, 2], name: 'x' })];
  for (const [i, step] of steps.entries()) {
    const [a, b] = [tensors[step.from % tensors.length]!, tensors[step.and % tensors.length]!];
    tensors.push(kinds[step.kind]!(a, b, step, `${step.kind}_${i}`, shared));
  }
  const flat = tensors
    .slice(-3)
    .map((tensor, i) => on(flatten ? layers.flatten({ name: `flat_${i}` }) : layers.globalMaxPooling2d({ name: `flat_${i}` }), tensor));
  const features = flat.length === 1 ? flat[0]! : on(layers.concatenate({ name: 'features' }), ...flat);
  const heads = Array.from({ length: outputs }, (_, i) =>
    on(layers.dense({ units: i + 2, activation: 'tanh', name: `head_${i}` }), features),
  );
  return randomize(model({ inputs: tensors[0]!, outputs: heads, name: `random_${seed}` }), seed);
};
