import { checkTopology, outlineTopology, useBackend } from '@dum/backend';
import { input, layers, type LayersModel, model, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { denseNetwork, functionalNetwork, topologyOf } from './networks.js';

await useBackend('cpu');

/** A shape without the sizes that tfjs-layers does not work out: those behind a Reshape to -1. */
const knownTo = (layer: layers.Layer, shape: readonly (number | null)[]) =>
  shape.map((size, i) => ((layer.outputShape as (number | null)[])[i] === null ? null : size));

const leavesOf = (network: LayersModel): layers.Layer[] =>
  network.layers.flatMap((layer) => ('layers' in layer ? leavesOf(layer as LayersModel) : [layer]));

/** A topology with 1 and 0 in the place of true and false, as some files have them. */
const withNumbers = (topology: unknown): unknown =>
  JSON.parse(JSON.stringify(topology), (_, value: unknown) => (typeof value === 'boolean' ? Number(value) : value));

describe('the size of a network', () => {
  const image = { inputShape: [12, 10, 3] };
  const words = { inputShape: [7, 4] };
  const plain = { recurrentInitializer: 'glorotUniform' as const };
  const end = () => [layers.flatten(), layers.dense({ units: 3 })];

  it.each<[string, () => layers.Layer[]]>([
    ['dense', () => [layers.dense({ units: 7, inputShape: [5], useBias: false }), layers.dense({ units: 2 })]],
    ['convolution', () => [layers.conv2d({ filters: 4, kernelSize: [3, 2], ...image }), ...end()]],
    ['strided convolution', () => [layers.conv2d({ filters: 4, kernelSize: 3, strides: [2, 3], padding: 'same', ...image }), ...end()]],
    ['dilated convolution', () => [layers.conv2d({ filters: 4, kernelSize: 3, dilationRate: 2, ...image }), ...end()]],
    [
      'convolution of channels first',
      () => [layers.conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst', inputShape: [3, 12, 10] }), ...end()],
    ],
    [
      'convolution in one dimension',
      () => [layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: 'causal', ...words }), ...end()],
    ],
    [
      'convolution in three dimensions',
      () => [
        layers.conv3d({ filters: 2, kernelSize: 2, inputShape: [5, 4, 3, 2] }),
        layers.maxPooling3d({ poolSize: 2, strides: 1 }),
        ...end(),
      ],
    ],
    ['transposed convolution', () => [layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, ...image }), ...end()]],
    [
      'transposed convolution, same',
      () => [layers.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', ...image }), ...end()],
    ],
    ['depthwise convolution', () => [layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, ...image }), ...end()]],
    ['separable convolution', () => [layers.separableConv2d({ filters: 4, kernelSize: 3, padding: 'same', ...image }), ...end()]],
    [
      'pooling',
      () => [
        layers.maxPooling2d({ poolSize: 3, ...image }),
        layers.averagePooling2d({ poolSize: [2, 1], strides: [1, 2], padding: 'same' }),
        ...end(),
      ],
    ],
    [
      'pooling in one dimension',
      () => [layers.averagePooling1d({ poolSize: 2, ...words }), layers.maxPooling1d({ poolSize: 2, strides: 1 }), ...end()],
    ],
    ['global pooling', () => [layers.globalAveragePooling2d({ ...image }), layers.dense({ units: 3 })]],
    ['global pooling of words', () => [layers.globalMaxPooling1d({ ...words }), layers.dense({ units: 3 })]],
    [
      'padding, cropping, upsampling',
      () => [
        layers.zeroPadding2d({
          padding: [
            [1, 2],
            [0, 1],
          ],
          ...image,
        }),
        layers.cropping2D({
          cropping: [
            [1, 0],
            [2, 1],
          ],
        }),
        layers.upSampling2d({ size: [2, 3] }),
        ...end(),
      ],
    ],
    ['resizing', () => [layers.resizing({ height: 5, width: 4, ...image }), ...end()]],
    ['reshaping', () => [layers.reshape({ targetShape: [6, -1], ...image }), layers.permute({ dims: [2, 1] }), layers.dense({ units: 3 })]],
    ['repeating', () => [layers.repeatVector({ n: 4, inputShape: [6] }), ...end()]],
    ['embedding', () => [layers.embedding({ inputDim: 11, outputDim: 4, inputLength: 5 }), ...end()]],
    [
      'normalization',
      () => [
        layers.conv2d({ filters: 4, kernelSize: 3, ...image }),
        layers.batchNormalization({ scale: false }),
        layers.layerNormalization(),
        layers.prelu(),
        ...end(),
      ],
    ],
    [
      'recurrent layers',
      () => [
        layers.lstm({ units: 5, returnSequences: true, ...plain, ...words }),
        layers.gru({ units: 3, returnSequences: true, ...plain }),
        layers.simpleRNN({ units: 2, useBias: false, ...plain }),
        layers.dense({ units: 3 }),
      ],
    ],
    [
      'stacked cells',
      () => [
        layers.rnn({
          cell: [layers.lstmCell({ units: 3, ...plain }), layers.gruCell({ units: 4, ...plain })],
          returnSequences: true,
          ...words,
        }),
        ...end(),
      ],
    ],
    [
      'both directions',
      () => [
        layers.bidirectional({ layer: layers.lstm({ units: 5, returnSequences: true, ...plain }), mergeMode: 'concat', ...words } as never),
        ...end(),
      ],
    ],
    [
      'both directions, summed',
      () => [
        layers.bidirectional({ layer: layers.gru({ units: 5, ...plain }), mergeMode: 'sum', ...words } as never),
        layers.dense({ units: 3 }),
      ],
    ],
    ['each step', () => [layers.timeDistributed({ layer: layers.dense({ units: 5 }), ...words }), ...end()]],
    ['a convolution with memory', () => [layers.convLstm2d({ filters: 2, kernelSize: 3, ...plain, inputShape: [3, 8, 7, 2] }), ...end()]],
    [
      'layers that keep the shape',
      () => [
        layers.dense({ units: 7, inputShape: [5] }),
        layers.activation({ activation: 'relu' }),
        layers.dropout({ rate: 0.2 }),
        layers.leakyReLU(),
        layers.softmax(),
        layers.gaussianNoise({ stddev: 1 }),
        layers.dense({ units: 2 }),
      ],
    ],
    [
      'a network within',
      () => [
        denseNetwork(),
        layers.dense({ units: 4 }),
        sequential({ layers: [layers.dense({ units: 6, inputShape: [4] })] }),
        layers.dense({ units: 2 }),
      ],
    ],
    ['activations that share a slope', () => [layers.prelu({ sharedAxes: [1, 2], ...image }), ...end()]],
  ])('counts the parameters that tfjs-layers makes, and outlines its layers: %s', (_, make) => {
    const network = sequential({ layers: make() });
    expect(checkTopology(topologyOf(network)).parameters).toBe(network.countParams());
    const found = outlineTopology(topologyOf(network));
    expect(outlineTopology(withNumbers(topologyOf(network)))).toEqual(found);
    expect(checkTopology(withNumbers(topologyOf(network))).parameters).toBe(network.countParams());
    const made = leavesOf(network);
    expect(found.map(({ name }) => name)).toEqual(made.map(({ name }) => name));
    for (const [i, layer] of made.entries()) {
      const { className, inputs, output, weights } = found[i]!;
      expect(className).toBe(layer.getClassName());
      if (className !== 'Resizing') expect(knownTo(layer, output)).toEqual(layer.outputShape);
      if (layer === network.layers[i] && i > 0) expect(knownTo(made[i - 1]!, inputs[0]!)).toEqual(made[i - 1]!.outputShape);
      const expected = layer.weights.map(({ originalName, shape }) => ({ name: originalName.split('/').at(-1), shape }));
      if (weights !== undefined) expect(weights).toEqual(expected);
      if (weights === undefined) expect(layer.weights.length).toBeGreaterThan(0);
    }
  });

  it('counts a functional network, its branches and its shared layers', () => {
    const [x, y] = [input({ shape: [6] }), input({ shape: [6] })];
    const shared = layers.dense({ units: 5 });
    const [a, b] = [shared.apply(x), shared.apply(y)] as never[];
    const parts = [layers.add().apply([a!, b!]), layers.multiply().apply([a!, b!]), layers.dot({ axes: 1 }).apply([a!, b!])];
    const inner = denseNetwork();
    const twice = [inner.apply(layers.dense({ units: 3 }).apply(a!)), inner.apply(layers.dense({ units: 3 }).apply(b!))];
    const outputs = layers.dense({ units: 2 }).apply(layers.concatenate().apply([...parts, ...twice] as never)) as never;
    const network = model({ inputs: [x, y], outputs });
    expect(checkTopology(topologyOf(network))).toEqual({ layers: network.layers.length + 2, parameters: network.countParams() });
    expect(checkTopology({ model_config: topologyOf(functionalNetwork()), keras_version: '2.15.0' }).parameters).toBe(
      functionalNetwork().countParams(),
    );
  });
});
