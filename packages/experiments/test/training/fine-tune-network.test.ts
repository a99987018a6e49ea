import { expect, it } from 'vitest';
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { balancedClassWeights, createSplit, oneVsRest, splitTrainValidation, twoTasks } from '@dum/datasets';
import { evaluateNetwork, fineTuneNetwork, inputOf, mlp, trainNetwork } from '@dum/experiments';
import { createMaskSet, extractSubnetwork, fingerprintNetwork } from '@dum/masks';
import { fillLogisticNoise, noiseKey } from '@dum/masks/noise';

const data = twoTasks({ seed: 3, train: 800, test: 400 });
const split = { ...splitTrainValidation(data.train, { validation: 200, seed: 1 }), classNames: data.classNames };
const [task] = oneVsRest(split, { classes: [data.classNames[0]!] });
const training = { ...task!, range: data.range };

const extracted = async () => {
  const network = mlp({ inputs: 16, hidden: [12], classes: 4, seed: 2 });
  await trainNetwork(network, { ...data, ...split }, { epochs: 3, batchSize: 50, learningRate: 0.02 });
  const masks = createMaskSet(await fingerprintNetwork(network), [
    { layer: 'dense_12', shape: [12], kept: [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0] },
  ]);
  const readOut = {
    kind: 'new-head' as const,
    classNames: [...training.classNames],
    kernel: Float32Array.from({ length: 24 }, (_, index) => Math.sin(index) / 10),
    bias: new Float32Array(2),
  };
  return (await extractSubnetwork(network, { masks, readOut })).network;
};

it('makes an extracted network better and leaves it with the weights of the best epoch', async () => {
  const network = await extracted();
  const found = await fineTuneNetwork(network, training, { epochs: 4, batchSize: 50, learningRate: 0.02 });
  const { before, after } = found.validationBalancedAccuracy;
  const accuracies = found.records.map(({ validationBalancedAccuracy }) => validationBalancedAccuracy);
  expect(accuracies).toHaveLength(4);
  expect(after).toBe(Math.max(...accuracies));
  expect(after).toBeGreaterThan(before + 0.05);
  expect(accuracies.indexOf(after)).toBe(found.epoch - 1);
  const { accuracy, balancedAccuracy } = await evaluateNetwork(network, training.validation, training.classNames);
  expect(balancedAccuracy).toBe(after);
  expect(accuracy).toBe(found.validationAccuracy.after);
  expect(inputOf(network)!.classNames).toEqual([...training.classNames]);
});

it('leaves a network as it was where no epoch does better', async () => {
  const network = await extracted();
  await fineTuneNetwork(network, training, { epochs: 4, batchSize: 50, learningRate: 0.02 });
  const before = await fingerprintNetwork(network);
  const found = await fineTuneNetwork(network, training, { epochs: 1, batchSize: 400, learningRate: 5 });
  expect(found).toMatchObject({ epoch: 0, records: [{ epoch: 1 }] });
  expect(found.validationAccuracy.after).toBe(found.validationAccuracy.before);
  expect(found.validationBalancedAccuracy.after).toBe(found.validationBalancedAccuracy.before);
  expect(await fingerprintNetwork(network)).toBe(before);
});

/** Nine samples of ten are of class 0; class 1 lies one deviation above it. */
const unevenSplit = <R extends 'train' | 'validation'>(role: R, count: number, seed: number) => {
  const x = new Float32Array(count);
  fillLogisticNoise(x, noiseKey(seed, 0));
  const y = Uint8Array.from(x, (_, row) => (row % 10 === 0 ? 1 : 0));
  return createSplit(role, { x: x.map((value, row) => value / 1.8 + y[row]!), y, sampleShape: [1], classCount: 2 });
};
const uneven = {
  train: unevenSplit('train', 2000, 1),
  validation: unevenSplit('validation', 1000, 2),
  classNames: ['rest', 'one'],
  range: [-20, 20] as const,
};

/** A network that calls every sample "rest". */
const constant = () => {
  const network = mlp({ inputs: 1, hidden: [], classes: 2, seed: 1 });
  network.setWeights([tensor2d([[0, 0]]), tensor1d([1, 0])]);
  return network;
};

it('learns both classes where one is rare, by the weights of a task, and chooses by balanced accuracy', async () => {
  const classWeights = balancedClassWeights(uneven.train.y, 2);
  const found = await fineTuneNetwork(constant(), { ...uneven, classWeights }, { epochs: 3, batchSize: 50, learningRate: 0.05 });
  expect(found.validationBalancedAccuracy.before).toBe(0.5);
  expect(found.validationBalancedAccuracy.after).toBeGreaterThan(0.65);
  expect(found.validationAccuracy.after).toBeLessThan(found.validationAccuracy.before);
});

it('answers with the larger class where every class weighs the same', async () => {
  const found = await fineTuneNetwork(constant(), uneven, { epochs: 3, batchSize: 50, learningRate: 0.05 });
  expect(found.validationBalancedAccuracy.after).toBeLessThan(0.55);
});

it.each([[[1]], [[1, 0]], [[1, -1]], [[1, Number.NaN]], [[1, 1, 1]]])('refuses class weights %j before it trains', async (classWeights) => {
  const network = constant();
  const before = await fingerprintNetwork(network);
  await expect(fineTuneNetwork(network, { ...uneven, classWeights })).rejects.toThrow(
    `classWeights is [${classWeights.join(', ')}]; expected a finite number above 0 for each of rest, one`,
  );
  expect(await fingerprintNetwork(network)).toBe(before);
});
