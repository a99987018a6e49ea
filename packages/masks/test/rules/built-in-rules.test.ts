import { input, layers } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { type LayerRuleOptions, testLayerRule } from '@dum/masks/testing';
import { builtInRules } from '../../src/rules/built-in.js';
import { preservesZero } from '../../src/rules/per-layer.js';

type Case = readonly [make: () => layers.Layer, inputShape: LayerRuleOptions['inputShape']];

const image = [5, 5, 4];
const sequence = [6, 4];
const twice = [image, image];
const recurrentInitializer = 'glorotNormal';

/** Layers of every class that has a rule, some in several settings. */
const cases: readonly Case[] = [
  [() => layers.dense({ units: 5, activation: 'relu' }), [4]],
  [() => layers.dense({ units: 5, activation: 'softmax', useBias: false }), sequence],
  [() => layers.conv1d({ filters: 5, kernelSize: 3, padding: 'same' }), sequence],
  [() => layers.conv2d({ filters: 5, kernelSize: 3, activation: 'sigmoid' }), image],
  [() => layers.conv2d({ filters: 4, kernelSize: 2, padding: 'same', useBias: false }), image],
  [() => layers.conv3d({ filters: 2, kernelSize: 2 }), [3, 3, 3, 2]],
  [() => layers.conv2dTranspose({ filters: 5, kernelSize: 3, strides: 2, activation: 'tanh' }), [3, 3, 4]],
  [() => layers.conv3dTranspose({ filters: 2, kernelSize: 2 }), [3, 3, 3, 2]],
  [() => layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }), image],
  [() => layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, useBias: false, activation: 'relu' }), image],
  [() => layers.separableConv2d({ filters: 5, kernelSize: 3, activation: 'relu' }), image],
  [() => layers.batchNormalization(), image],
  [() => layers.batchNormalization({ scale: false, center: false }), [4]],
  [() => layers.layerNormalization(), sequence],
  [() => layers.layerNormalization({ axis: [1, 2] }), image],
  [() => layers.activation({ activation: 'tanh' }), image],
  [() => layers.activation({ activation: 'sigmoid' }), image],
  [() => layers.activation({ activation: 'linear' }), sequence],
  [() => layers.activation({ activation: 'softmax' }), [4]],
  [() => layers.reLU({ maxValue: 1 }), image],
  [() => layers.leakyReLU(), image],
  [() => layers.elu(), [4]],
  [() => layers.thresholdedReLU({ theta: 0.5 }), image],
  [() => layers.softmax({ axis: -1 }), image],
  [() => layers.prelu(), image],
  [() => layers.prelu({ sharedAxes: [1, 2], alphaInitializer: 'glorotNormal' }), image],
  [() => layers.prelu({ sharedAxes: [2, 3] }), image],
  [() => layers.rescaling({ scale: 0.5 }), image],
  [() => layers.rescaling({ scale: 2, offset: -0.3 }), [4]],
  [() => layers.rescaling({ scale: [2, 0.5, -1, 3] as unknown as number, offset: [0, 1, 0, -1] as unknown as number }), image],
  [() => layers.rescaling({ scale: [2, 0.5, -1, 3] as unknown as number }), [4]],
  [() => layers.rescaling({ scale: [2] as unknown as number, offset: [0.5] as unknown as number }), image],
  [() => layers.maxPooling1d({ poolSize: 2 }), sequence],
  [() => layers.averagePooling1d({ poolSize: 2, padding: 'same' }), [5, 4]],
  [() => layers.maxPooling2d({ poolSize: 2, padding: 'same' }), image],
  [() => layers.averagePooling2d({ poolSize: 3, strides: 1 }), image],
  [() => layers.maxPooling3d({ poolSize: 2 }), [4, 4, 4, 2]],
  [() => layers.averagePooling3d({ poolSize: 2 }), [4, 4, 4, 2]],
  [() => layers.globalMaxPooling1d({}), sequence],
  [() => layers.globalAveragePooling1d({}), sequence],
  [() => layers.globalMaxPooling2d({}), image],
  [() => layers.globalAveragePooling2d({}), image],
  [() => layers.zeroPadding2d({ padding: 1 }), image],
  [() => layers.cropping2D({ cropping: 1 }), image],
  [() => layers.upSampling2d({ size: [2, 1] }), image],
  [() => layers.repeatVector({ n: 3 }), [4]],
  [() => layers.centerCrop({ height: 3, width: 3 }), image],
  [() => layers.resizing({ height: 3, width: 3 }), image],
  [() => layers.flatten(), image],
  [() => layers.reshape({ targetShape: [25, 4] }), image],
  [() => layers.reshape({ targetShape: [10, 10] }), image],
  [() => layers.permute({ dims: [2, 1, 3] }), image],
  [() => layers.permute({ dims: [3, 1, 2] }), [3, 5, 4]],
  [() => layers.add(), twice],
  [() => layers.multiply(), twice],
  [() => layers.multiply(), [image, [4]]],
  [() => layers.average(), [...twice, image]],
  [() => layers.maximum(), twice],
  [() => layers.minimum(), [[4], [4]]],
  [() => layers.dot({ axes: 1 }), [[4], [4]]],
  [() => layers.concatenate(), [image, [5, 5, 2]]],
  [() => layers.dropout({ rate: 0.5 }), image],
  [() => layers.spatialDropout1d({ rate: 0.5 }), sequence],
  [() => layers.gaussianNoise({ stddev: 1 }), image],
  [() => layers.gaussianDropout({ rate: 0.5 }), [4]],
  [() => layers.alphaDropout({ rate: 0.5, noiseShape: null! }), [4]],
  [() => layers.masking(), sequence],
  [() => layers.simpleRNN({ units: 3, recurrentInitializer }), sequence],
  [() => layers.gru({ units: 3, recurrentInitializer }), sequence],
  [() => layers.lstm({ units: 3, recurrentInitializer }), sequence],
  [() => layers.rnn({ cell: layers.simpleRNNCell({ units: 3, recurrentInitializer }) }), sequence],
  [() => layers.convLstm2d({ filters: 2, kernelSize: 2, recurrentInitializer }), [2, 4, 4, 2]],
  [() => layers.bidirectional({ layer: layers.gru({ units: 2, recurrentInitializer }), mergeMode: 'concat' }), sequence],
  [() => layers.timeDistributed({ layer: layers.dense({ units: 3 }) }), sequence],
];

for (const [make, inputShape] of cases) testLayerRule(make, { inputShape });

it('holds every class that has a rule to the contract', () => {
  const tested = new Set(cases.map(([make]) => make().getClassName()));
  const classes = builtInRules.flatMap(({ classNames }) => classNames);
  expect(classes.filter((name) => !tested.has(name))).toEqual(['Embedding', 'DumUnitMask']);
  expect(new Set(classes).size).toBe(classes.length);
});

it.each([
  [false, true],
  [0, true],
  [true, false],
  [1, false],
])('reads the useBias %s of a depthwise convolution as TensorFlow.js does', (useBias, keepsZero) => {
  const layer = layers.depthwiseConv2d({ kernelSize: 1, useBias: useBias as boolean });
  layer.apply(input({ shape: image }));
  expect(layer.weights.length).toBe(keepsZero ? 1 : 2);
  expect(preservesZero(layer)).toBe(keepsZero);
});
