import { add, argMax, matMul, memory, tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { initializers, input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { group, splitTrainValidation, type Task, twoTasks } from '@dum/datasets';
import { discoverSubnetwork, discoverSubnetworks, type DiscoveryOptions, evaluateSubnetworks, randomControls } from '@dum/experiments';
import { fingerprintNetwork, ignoredClass, insertMasks, removeHead, writeMasks } from '@dum/masks';
import { keptUnits, type NewHead, type Subnetwork, totalUnits } from '@dum/masks/mask-set';

const data = twoTasks({ seed: 3, train: 400, test: 100 });
const splits = { ...splitTrainValidation(data.train, { validation: 100, seed: 1 }), classNames: data.classNames };
const tasks: Task[] = [
  group(splits, { name: 'a', classes: ['a1b0', 'a1b1'] }),
  group(splits, { name: 'three', groups: { first: ['a0b0'], second: ['a0b1'], third: ['a1b0'] } }),
];

const through = (start: SymbolicTensor, ...all: readonly layers.Layer[]): SymbolicTensor =>
  all.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, start);

/** A residual network with normalization that has statistics of its own, and with dropout. */
const residualNetwork = ({ rate = 0.5 } = {}): LayersModel => {
  const conv = (name: string, seed: number) =>
    layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name, kernelInitializer: initializers.heNormal({ seed }) });
  const norm = (name: string, seed: number) =>
    layers.batchNormalization({
      name,
      movingMeanInitializer: initializers.randomUniform({ minval: -0.2, maxval: 0.2, seed }),
      movingVarianceInitializer: initializers.randomUniform({ minval: 0.5, maxval: 2, seed }),
    });
  const x = input({ shape: [4, 4, 1], name: 'x' });
  const stem = through(x, conv('stem', 1), norm('stem_norm', 2), layers.reLU({ name: 'stem_relu' }));
  const branch = through(stem, conv('a', 3), norm('a_norm', 4), layers.reLU({ name: 'a_relu' }), conv('b', 5), norm('b_norm', 6));
  const joined = through(layers.add({ name: 'join' }).apply([stem, branch]) as SymbolicTensor, layers.reLU({ name: 'join_relu' }));
  const end = through(
    joined,
    layers.dropout({ rate, name: 'drop' }),
    layers.flatten({ name: 'flat' }),
    layers.dense({ units: 4, activation: 'softmax', name: 'head', kernelInitializer: initializers.glorotUniform({ seed: 7 }) }),
  );
  return model({ inputs: x, outputs: end, name: 'residual' });
};

const quick: DiscoveryOptions = { epochs: 2, batchSize: 50, alpha: 1e-3, learningRate: 0.2, initialKeepProbability: 0.7, readOutEpochs: 2 };

/** The share of validation samples whose largest output is that of their class, by the masked network itself. */
const accuracyByHand = (network: LayersModel, { masks, readOut: head, classOf }: Subnetwork): number => {
  const readOut = head as NewHead;
  const masked = insertMasks(network, { layers: masks.layers.flatMap(({ layer, places = [layer] }) => places) });
  writeMasks(masked, [masks]);
  const body = removeHead(masked.network);
  masked.network.dispose();
  const { source, y, count } = splits.validation;
  const guesses = tidy(() => {
    const features = body.predict(tensor(source.values!, [count, 4, 4, 1])) as Tensor2D;
    const classes = readOut.classNames.length;
    return argMax(
      add(matMul(features, tensor(readOut.kernel, [features.shape[1], classes])), tensor(readOut.bias)),
      1,
    ).arraySync() as number[];
  });
  body.dispose();
  const counted = guesses.flatMap((guess, row) => (classOf[y[row]!] === ignoredClass ? [] : [Number(guess === classOf[y[row]!])]));
  return counted.reduce((sum, hit) => sum + hit, 0) / counted.length;
};

describe('a search in a residual convolutional network', () => {
  it('finds tied channels, evaluates them and their controls, and leaves the network as it was to the bit', async () => {
    const network = residualNetwork();
    const before = await fingerprintNetwork(network);
    const tensors = memory().numTensors;
    const found = await discoverSubnetworks(network, tasks, quick);
    const subnetworks = found.map(({ subnetwork }) => subnetwork!);
    expect(subnetworks[0]!.masks.layers.map(({ layer, places = [layer], shape }) => [places.join(' + '), ...shape])).toEqual([
      ['stem_relu + join_relu', 4],
      ['a_relu', 4],
    ]);
    for (const { masks } of subnetworks) expect([keptUnits(masks) > 0, totalUnits(masks)]).toEqual([true, 8]);
    const metrics = await evaluateSubnetworks(network, subnetworks, splits.validation);
    expect(metrics.map(({ accuracy }) => accuracy)).toEqual(subnetworks.map((subnetwork) => accuracyByHand(network, subnetwork)));
    const controls = await randomControls(
      network,
      subnetworks.map((subnetwork, index) => ({ subnetwork, task: tasks[index]! })),
      data.test,
      { draws: 1, readOutEpochs: 1 },
    );
    expect(controls).toHaveLength(2);
    expect(await fingerprintNetwork(network)).toBe(before);
    expect(memory().numTensors).toBe(tensors);
  });

  it.each<DiscoveryOptions>([{}, { granularity: 'element' }, { inputs: 'element' }, { layers: 'b', samples: 2 }])(
    'gives a task the same logits alone as among others, with %o',
    async (options) => {
      const network = residualNetwork();
      const together = await discoverSubnetworks(network, tasks, { ...quick, ...options, epochs: 1 });
      for (const [index, task] of tasks.entries()) {
        const alone = await discoverSubnetwork(network, task, { ...quick, ...options, epochs: 1 });
        expect(together[index]!.subnetwork!.masks.layers.map(({ places }) => places)).toEqual(
          alone.subnetwork!.masks.layers.map(({ places }) => places),
        );
        for (const [layer, logits] of alone.logits!.entries()) expect(together[index]!.logits![layer]).toBeAllclose(logits, 1e-4);
      }
    },
  );

  it('drops nothing out: it finds the same as in the network without dropout, to the bit', async () => {
    const [with_, without] = [
      await discoverSubnetwork(residualNetwork(), tasks[0]!, { ...quick, epochs: 1 }),
      await discoverSubnetwork(residualNetwork({ rate: 0 }), tasks[0]!, { ...quick, epochs: 1 }),
    ];
    expect(with_.logits).toEqual(without.logits);
    expect(with_.subnetwork!.readOut).toEqual(without.subnetwork!.readOut);
  });

  it('masks inputs, each with a unit of its own', async () => {
    const { subnetwork } = await discoverSubnetwork(residualNetwork(), tasks[0]!, { ...quick, epochs: 1, inputs: 'element' });
    expect(subnetwork!.masks.layers[0]).toMatchObject({ layer: 'x', shape: [4, 4, 1] });
    const [metrics] = await evaluateSubnetworks(residualNetwork(), [subnetwork!], splits.validation);
    expect(metrics!.accuracy).toBeGreaterThan(0.5);
  });
});
