import { gather, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import type { Layer } from '../networks/calls.js';
import { UnitMask } from '../layers/unit-mask.js';
import type { Call, Kind } from './_kind.js';
import { type Values, weightValues } from './_layer-like.js';
import { concatenation } from './kinds/concatenation.js';
import { depthwise } from './kinds/depthwise.js';
import { join } from './kinds/join.js';
import { mixing } from './kinds/mixing.js';
import { normalization } from './kinds/normalization.js';
import { permute } from './kinds/permute.js';
import { pointwise } from './kinds/pointwise.js';
import { pooling } from './kinds/pooling.js';
import { prelu } from './kinds/prelu.js';
import { reshape } from './kinds/reshape.js';
import { unitMask } from './kinds/unit-mask.js';
import { swapLastAxes, weightedSum } from './kinds/weighted-sum.js';

/** A kind, and the list of its calls that whoever makes the calls fills. */
export interface Stage {
  readonly name: string;
  readonly kind: Kind;
  readonly calls: Call[];
  /** Output channels, where they are not those of the layer that it is a stage of. */
  readonly channels?: number;
}

type MakeStages = (layer: Layer) => Stage[] | Promise<Stage[]>;

/** A kind with a list of calls to fill. */
export const stage = (layer: Layer, make: (calls: Call[], layer: Layer) => Kind): Stage => {
  const calls: Call[] = [];
  return { name: layer.name, kind: make(calls, layer), calls };
};

const plain =
  (kind: (layer: Layer) => Kind): MakeStages =>
  (layer) => [stage(layer, () => kind(layer))];

/** The activation that a dense or convolution layer applies itself; nothing for a linear one. */
const ownActivation = (layer: Layer): Stage[] => {
  const { activation } = layer.getConfig() as { activation?: string };
  if (activation === undefined || activation === 'linear') return [];
  return [activationStage(layers.activation({ activation: activation as 'relu', name: layer.name }), true)];
};

const mixes = /^(softmax|logSoftmax)$/;

const activationStage = (layer: Layer, fused: boolean): Stage => {
  const { activation = '' } = layer.getConfig() as { activation?: string };
  return stage(layer, (calls) =>
    mixes.test(activation) || layer.getClassName() === 'Softmax'
      ? mixing({ layer, weights: [], calls, fused })
      : pointwise(layer, { fused }),
  );
};

const sumStages: MakeStages = async (layer) => {
  const [kernel, bias] = await weightValues(layer);
  return [stage(layer, (calls) => weightedSum({ layer, kernel: kernel!, bias, calls })), ...ownActivation(layer)];
};

/** Where positions of a transposed convolution overlap, a constant makes other values than elsewhere, so it is never folded. */
const transposedStages: MakeStages = async (layer) => {
  const [kernel, bias] = await weightValues(layer);
  return [
    stage(layer, (calls) => weightedSum({ layer, kernel: swapLastAxes(kernel!), bias, calls, isTransposed: true })),
    ...ownActivation(layer),
  ];
};

const preluStages: MakeStages = async (layer) => {
  const [slopes] = await weightValues(layer);
  return [stage(layer, (calls) => prelu({ layer, slopes: slopes!, calls }))];
};

const depthwiseStages: MakeStages = async (layer) => {
  const [kernel, bias] = await weightValues(layer);
  return [stage(layer, (calls) => depthwise({ layer, kernel: kernel!, bias, calls })), ...ownActivation(layer)];
};

/** A separable convolution as what it is: a depthwise one, and one of single positions. */
const separableStages: MakeStages = async (layer) => {
  const [depth, points, bias] = (await weightValues(layer)) as [Values, Values, Values | undefined];
  const { name, kernelSize, strides, padding, dilationRate, useBias, activation } = layer.getConfig() as unknown as Parameters<
    typeof layers.separableConv2d
  >[0];
  const first = layers.depthwiseConv2d({
    kernelSize: kernelSize as [number, number],
    useBias: false,
    name: `${name}_depthwise`,
    strides: strides as [number, number],
    padding: padding!,
    dilationRate: dilationRate as [number, number],
    depthMultiplier: depth.shape.at(-1)!,
  });
  const second = layers.conv2d({
    filters: points.shape.at(-1)!,
    kernelSize: 1,
    name: name!,
    useBias: useBias!,
    activation: activation!,
  });
  return [
    {
      ...stage(first, (calls) => depthwise({ layer: first, kernel: depth, bias: undefined, calls, formsUnits: false })),
      channels: points.shape.at(-2)!,
    },
    stage(second, (calls) => weightedSum({ layer: second, kernel: points, bias, calls })),
    ...ownActivation(layer),
  ];
};

const normalizationStages: MakeStages = async (layer) => {
  const { scale, center } = layer.getConfig() as { scale: boolean; center: boolean };
  const values = (await weightValues(layer)).map((weight) => weight.values);
  const [mean, variance] = values.slice(-2) as [Float32Array, Float32Array];
  const gamma = scale ? values[0]! : new Float32Array(mean.length).fill(1);
  const beta = center ? values.at(-3)! : new Float32Array(mean.length);
  return [stage(layer, (calls) => normalization({ layer, gamma, beta, mean, variance, calls }))];
};

const mixingStages: MakeStages = async (layer) => {
  const weights = await weightValues(layer);
  return [stage(layer, (calls) => mixing({ layer, weights, calls }))];
};

const nothing: MakeStages = () => [];

const makers: Readonly<Record<string, MakeStages>> = {
  Dense: sumStages,
  Conv1D: sumStages,
  Conv2D: sumStages,
  Conv2DTranspose: transposedStages,
  DepthwiseConv2D: depthwiseStages,
  SeparableConv2D: separableStages,
  BatchNormalization: normalizationStages,
  LayerNormalization: mixingStages,
  Activation: (layer) => (layer.getConfig().activation === 'linear' ? [] : [activationStage(layer, false)]),
  ReLU: plain(pointwise),
  LeakyReLU: plain(pointwise),
  ELU: plain(pointwise),
  PReLU: preluStages,
  ThresholdedReLU: plain(pointwise),
  Softmax: (layer) => [activationStage(layer, false)],
  Rescaling: plain(pointwise),
  MaxPooling1D: plain(pooling),
  MaxPooling2D: plain(pooling),
  AveragePooling1D: plain(pooling),
  AveragePooling2D: plain(pooling),
  GlobalMaxPooling1D: plain(pooling),
  GlobalMaxPooling2D: plain(pooling),
  GlobalAveragePooling1D: plain(pooling),
  GlobalAveragePooling2D: plain(pooling),
  ZeroPadding2D: plain(pooling),
  Cropping2D: plain(pooling),
  UpSampling2D: plain(pooling),
  Flatten: plain(reshape),
  Reshape: plain(reshape),
  Permute: plain(permute),
  Add: plain(join),
  Multiply: plain(join),
  Average: plain(join),
  Maximum: plain(join),
  Minimum: plain(join),
  Concatenate: plain(concatenation),
  Dropout: nothing,
  SpatialDropout1D: nothing,
  GaussianNoise: nothing,
  GaussianDropout: nothing,
  AlphaDropout: nothing,
};

/** The stages that a layer is made of, in order; none for one that does nothing at inference. Throws `bad-input`, naming it, for one that is not supported. */
export const stagesOf = async (who: string, layer: Layer): Promise<Stage[]> => {
  if (layer instanceof UnitMask) {
    if (layer.tasks > 1) {
      throw new DumError(
        'bad-input',
        `${who}: mask "${layer.name}" holds ${layer.tasks} tasks; expected one, so write the masks of one task into a network`,
      );
    }
    const bits = await hardBits(layer);
    return [stage(layer, () => unitMask(bits))];
  }
  const maker = Object.hasOwn(makers, layer.getClassName()) ? makers[layer.getClassName()] : undefined;
  const reason = maker === undefined ? 'is not supported' : oddSetting(layer);
  if (maker !== undefined && reason === undefined) return maker(layer);
  throw new DumError(
    'bad-input',
    `${who}: layer "${layer.name}" (${layer.getClassName()}) ${reason}; expected channels last and layers of ${Object.keys(makers).join(', ')}, or networks of them`,
  );
};

const oddSetting = (layer: Layer): string | undefined => {
  const { dataFormat, axis } = layer.getConfig() as { dataFormat?: string; axis?: number };
  if (dataFormat === 'channelsFirst') return 'has its channels first';
  const rank = layer.inboundNodes[0]!.outputTensors[0]!.shape.length;
  if (axis === undefined || axis === -1 || axis === rank - 1 || layer.getClassName() === 'Softmax') return undefined;
  return `works on axis ${axis}, which is not the last`;
};

const hardBits = async (mask: UnitMask): Promise<Uint8Array> => {
  const hard = tidy(() => mask.estimator.harden(gather(mask.logits.read(), 0)));
  const bits = Uint8Array.from(await hard.data());
  hard.dispose();
  return bits;
};
