import '../_cpu.js';
import { expect, it } from 'vitest';
import { oneVsRest, splitTrainValidation, twoTasks } from '@dum/datasets';
import { evaluateNetwork, fineTuneNetwork, inputOf, mlp, trainNetwork } from '@dum/experiments';
import { createMaskSet, extractSubnetwork, fingerprintNetwork } from '@dum/masks';

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
  const accuracies = found.records.map(({ validationAccuracy }) => validationAccuracy);
  expect(accuracies).toHaveLength(4);
  expect(found.validationAccuracy.after).toBe(Math.max(...accuracies));
  expect(found.validationAccuracy.after).toBeGreaterThan(found.validationAccuracy.before + 0.05);
  expect(accuracies.indexOf(found.validationAccuracy.after)).toBe(found.epoch - 1);
  const { accuracy } = await evaluateNetwork(network, training.validation, training.classNames);
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
  expect(await fingerprintNetwork(network)).toBe(before);
});
