import { io, randomNormal, randomUniform, type Tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, loadLayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { noiseKey, textKey } from '@dum/masks/noise';

/** Gives every weight and statistic of a network a value of its own, bit for bit the same for one seed. */
export const randomize = <Network extends LayersModel>(network: Network, seed = 1): Network => {
  network.weights.forEach((weight, index) => {
    const value = tidy(() => {
      const key = noiseKey(seed, index) | 1;
      const shape = weight.shape as number[];
      return weight.originalName.includes('variance')
        ? randomUniform(shape, 0.2, 3, 'float32', key)
        : randomNormal(shape, 0, 0.7, 'float32', key);
    });
    weight.write(value);
    value.dispose();
  });
  return network;
};

/** Random input for a network, the same for one seed. */
export const inputFor = (network: LayersModel, rows = 5, seed = 7): Tensor[] =>
  network.inputs.map(({ shape }, index) =>
    randomNormal([shape[0] ?? rows, ...(shape.slice(1) as number[])], 0, 1, 'float32', noiseKey(seed, index) | 1),
  );

/** Outputs at inference, one list of values an output. */
export const outputsOf = (network: LayersModel, x: Tensor[] = inputFor(network)): number[][] => {
  const outputs = tidy(() => [network.apply(x.length === 1 ? x[0]! : x, { training: false }) as Tensor | Tensor[]].flat());
  return outputs.map((output) => {
    const values = Array.from(output.dataSync());
    output.dispose();
    return values;
  });
};

/** Everything of a network that surgery could disturb. */
export const stateOf = (network: LayersModel) => ({
  outputs: outputsOf(network),
  layers: network.layers.map((layer) => ({
    name: layer.name,
    trainable: layer.trainable,
    calls: layer.inboundNodes.length,
    readers: layer.outboundNodes.length,
    output: layer.inboundNodes.length === 1 ? (layer.output as SymbolicTensor).name : undefined,
    config: JSON.stringify(layer.getConfig()),
    weights: layer.weights.map((weight) => ({
      name: weight.name,
      id: (weight.read() as Variable).id,
      trainable: weight.trainable,
      values: Array.from(weight.read().dataSync()),
    })),
  })),
  trainable: network.trainableWeights.length,
  frozen: network.nonTrainableWeights.length,
  metadata: JSON.stringify(network.getUserDefinedMetadata()),
});

/** A network saved and loaded again, through JSON as a file is. */
export const reload = async (network: LayersModel): Promise<LayersModel> => {
  let saved: io.ModelArtifacts | undefined;
  await network.save(
    io.withSaveHandler((artifacts) => {
      saved = {
        ...(JSON.parse(JSON.stringify({ ...artifacts, weightData: undefined })) as io.ModelArtifacts),
        weightData: artifacts.weightData!,
      };
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    }),
  );
  return loadLayersModel(io.fromMemory(saved!));
};

const { dense, conv2d, flatten, batchNormalization, dropout, concatenate, activation, maxPooling2d } = layers;

const apply = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;

const chain = (): LayersModel =>
  sequential({
    name: 'chain',
    layers: [
      dense({ units: 7, inputShape: [4], activation: 'relu', name: 'first' }),
      dense({ units: 5, activation: 'tanh', name: 'second' }),
      dense({ units: 3, activation: 'softmax', name: 'last' }),
    ],
  });

const image = (): LayersModel =>
  sequential({
    name: 'image',
    layers: [
      conv2d({ filters: 3, kernelSize: 3, inputShape: [8, 8, 2], activation: 'relu', padding: 'same', name: 'conv_1' }),
      batchNormalization({ name: 'norm' }),
      maxPooling2d({ poolSize: 2, name: 'pool' }),
      conv2d({ filters: 4, kernelSize: 2, strides: 2, useBias: false, name: 'conv_2' }),
      activation({ activation: 'elu', name: 'elu' }),
      flatten({ name: 'flat' }),
      dropout({ rate: 0.5, name: 'drop' }),
      dense({ units: 3, name: 'logits' }),
      layers.softmax({ name: 'softmax' }),
    ],
  });

const branches = (): LayersModel => {
  const x = input({ shape: [4], name: 'x' });
  const left = apply(dense({ units: 6, activation: 'relu', name: 'left' }), x);
  const deep = apply(dense({ units: 6, activation: 'sigmoid', name: 'deep' }), left);
  const right = apply(dense({ units: 6, activation: 'relu', name: 'right' }), x);
  const sum = apply(layers.add({ name: 'sum' }), deep, right);
  const both = apply(concatenate({ name: 'both' }), sum, left, x);
  return model({ inputs: x, outputs: apply(dense({ units: 3, activation: 'softmax', name: 'last' }), both), name: 'branches' });
};

const siamese = (): LayersModel => {
  const [a, b] = [input({ shape: [4], name: 'a' }), input({ shape: [4], name: 'b' })];
  const shared = dense({ units: 5, activation: 'relu', name: 'shared' });
  const both = apply(concatenate({ name: 'both' }), apply(shared, a), apply(shared, b));
  const hidden = apply(dense({ units: 4, activation: 'relu', name: 'hidden' }), both);
  return model({ inputs: [a, b], outputs: apply(dense({ units: 2, activation: 'softmax', name: 'last' }), hidden), name: 'siamese' });
};

const twoHeads = (): LayersModel => {
  const x = input({ shape: [4], name: 'x' });
  const body = apply(dense({ units: 6, activation: 'relu', name: 'body' }), x);
  const kind = apply(dense({ units: 3, activation: 'softmax', name: 'kind' }), body);
  const size = apply(activation({ activation: 'sigmoid', name: 'squash' }), apply(dense({ units: 1, name: 'size' }), body));
  return model({ inputs: x, outputs: [kind, size], name: 'two-heads' });
};

const nested = (): LayersModel => {
  const inner = sequential({
    name: 'inner',
    layers: [
      dense({ units: 4, inputShape: [4], name: 'inner_frozen', trainable: false }),
      batchNormalization({ name: 'inner_norm' }),
      dense({ units: 4, activation: 'relu', name: 'inner_free' }),
      batchNormalization({ name: 'inner_norm_2' }),
    ],
  });
  const x = input({ shape: [4], name: 'x' });
  const first = apply(dense({ units: 4, activation: 'relu', name: 'first' }), x);
  const body = apply(inner, first);
  return model({ inputs: x, outputs: apply(dense({ units: 2, name: 'last' }), body), name: 'nested' });
};

const nestedFirst = (): LayersModel => {
  const inner = sequential({ name: 'inner', layers: [dense({ units: 5, inputShape: [4], activation: 'relu', name: 'inner_dense' })] });
  const outer = sequential({ name: 'nested-first' });
  outer.add(inner);
  outer.add(dense({ units: 4, activation: 'relu', name: 'hidden' }));
  outer.add(dense({ units: 2, name: 'last' }));
  return outer;
};

const recurrent = (): LayersModel =>
  sequential({
    name: 'recurrent',
    layers: [
      layers.timeDistributed({ layer: dense({ units: 4, activation: 'relu', name: 'each' }), inputShape: [3, 4], name: 'over_time' }),
      layers.bidirectional({
        layer: layers.lstm({ units: 3, name: 'lstm', recurrentInitializer: 'glorotNormal' }),
        mergeMode: 'concat',
        name: 'both_ways',
      }),
      dense({ units: 5, activation: 'relu', name: 'hidden' }),
      dense({ units: 2, name: 'last' }),
    ],
  });

const makers = { chain, image, branches, siamese, twoHeads, nested, nestedFirst, recurrent };

export type NetworkName = keyof typeof makers;
export const networkNames = Object.keys(makers) as NetworkName[];

/** One of the networks that surgery is tried on, with random weights and statistics that are its own. */
export const makeNetwork = (name: NetworkName): LayersModel => randomize(makers[name](), textKey(name));
