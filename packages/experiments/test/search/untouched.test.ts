import { memory } from '@tensorflow/tfjs-core';
import { initializers, input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { group, splitTrainValidation, twoTasks } from '@dum/datasets';
import {
  discoverSubnetworks,
  evaluateNetwork,
  evaluateSubnetworks,
  evaluateWholeNetwork,
  findLiveUnits,
  fineTuneNetwork,
  networkOutputs,
  randomControls,
  type SearchOptions,
  unitResponses,
} from '@dum/experiments';
import { extractSubnetwork, fingerprintNetwork } from '@dum/masks';

const data = twoTasks({ seed: 3, train: 400, test: 100 });
const splits = { ...splitTrainValidation(data.train, { validation: 100, seed: 1 }), classNames: data.classNames };
const task = group(splits, { name: 'a', classes: ['a1b0', 'a1b1'] });

const to = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;

/**
 * A network with dropout, with normalization whose statistics are its own, with a frozen layer, and with elements of a convolution that are
 * tied to a dense layer's units: read as an image, and added as a vector.
 */
const oddNetwork = (): LayersModel => {
  const kernelInitializer = initializers.heNormal({ seed: 4 });
  const x = input({ shape: [4, 4, 1], name: 'x' });
  const conv = to(layers.conv2d({ filters: 2, kernelSize: 2, activation: 'relu', trainable: false, name: 'conv', kernelInitializer }), x);
  const norm = to(
    layers.batchNormalization({
      name: 'norm',
      movingMeanInitializer: initializers.randomUniform({ minval: -0.2, maxval: 0.2, seed: 1 }),
      movingVarianceInitializer: initializers.randomUniform({ minval: 0.5, maxval: 2, seed: 2 }),
    }),
    conv,
  );
  const side = to(layers.dense({ units: 18, name: 'side', kernelInitializer }), to(layers.flatten({ name: 'flat_x' }), x));
  const sum = to(layers.add({ name: 'sum' }), to(layers.flatten({ name: 'flat' }), norm), side);
  const next = to(layers.conv2d({ filters: 3, kernelSize: 2, activation: 'tanh', name: 'next', kernelInitializer }), norm);
  const both = to(layers.concatenate({ name: 'both' }), to(layers.dropout({ rate: 0.5, name: 'drop' }), sum), to(layers.flatten(), next));
  return model({ inputs: x, outputs: to(layers.dense({ units: 4, activation: 'softmax', name: 'head', kernelInitializer }), both) });
};

/** All that there is to a network. */
const everything = async (network: LayersModel) => ({
  fingerprint: await fingerprintNetwork(network),
  topology: JSON.stringify(network.toJSON(null, false)),
  metadata: JSON.stringify(network.getUserDefinedMetadata()),
  weights: network.weights.map((weight) => [weight.name, weight.trainable, Buffer.from(weight.read().dataSync().buffer).toString('hex')]),
  calls: network.layers.map(({ name, trainable, inboundNodes, outboundNodes }) => [
    name,
    trainable,
    inboundNodes.length,
    outboundNodes.length,
  ]),
  outputs: [...(await networkOutputs(network, splits.validation))[0]!],
});

const quick: SearchOptions = { epochs: 2, batchSize: 50, learningRate: 0.2, initialKeepProbability: 0.6, readOutEpochs: 2 };

describe.each<SearchOptions>([
  {},
  { granularity: 'element' },
  { granularity: 'element', inputs: 'element' },
  { inputs: 'channel', layers: 'norm' },
  { inputs: 'channel', layers: 'sum', granularity: 'element' },
])('a network that is searched with %o', (options) => {
  it('stays what it is, to the bit, whatever is done with what was found, which answers the same once cut out', async () => {
    const network = oddNetwork();
    const before = await everything(network);
    const tensors = memory().numTensors;
    const [found] = await discoverSubnetworks(network, [task], { ...quick, ...options });
    const subnetwork = found!.subnetwork!;
    const [masked] = await evaluateSubnetworks(network, [subnetwork], splits.validation);
    await evaluateWholeNetwork(network, [task], splits.validation);
    await randomControls(network, [{ subnetwork, task }], data.test, { draws: 1, readOutEpochs: 1 });
    await findLiveUnits(network, subnetwork.masks, splits.train);
    await unitResponses(network, [subnetwork], splits.validation);
    const { network: small, certificate } = await extractSubnetwork(network, subnetwork);
    const alone = await evaluateNetwork(small, task.validation, task.classNames);
    expect([alone.accuracy, alone.confusion]).toEqual([masked!.accuracy, masked!.confusion]);
    expect(certificate.outputs.difference).toBeLessThan(1e-5 * certificate.outputs.largest);
    await fineTuneNetwork(small, { ...task, range: data.range }, { epochs: 1, batchSize: 50, learningRate: 0.05 });
    small.dispose();
    expect(memory().numTensors).toBe(tensors);
    expect(await everything(network)).toEqual(before);
  });
});

it('ties the elements of an image to those of the vector that it is added to', async () => {
  const [found] = await discoverSubnetworks(oddNetwork(), [task], { ...quick, granularity: 'element' });
  expect(found!.subnetwork!.masks.layers.map(({ layer, places = [layer], shape }) => [places.join(' + '), shape])).toEqual([
    ['norm + sum', [3, 3, 2]],
    ['next', [2, 2, 3]],
  ]);
});
