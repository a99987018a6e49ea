import { memory } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { splitTrainValidation, twoTasks } from '@dum/datasets';
import {
  evaluateNetwork,
  inputOf,
  mlp,
  trainNetwork,
  type TrainingOptions,
  type TrainingProgress,
  type TrainingState,
} from '@dum/experiments';
import { fingerprintNetwork } from '@dum/masks';

const data = twoTasks({ seed: 3, train: 800, test: 400 });
const splits = splitTrainValidation(data.train, { validation: 100, seed: 1 });
const fresh = () => mlp({ inputs: 16, hidden: [12], classes: 4, seed: 2 });

describe('trainNetwork', () => {
  it('comes near the best possible accuracy, and remembers what it was trained on', async () => {
    const network = fresh();
    const heard: TrainingProgress[] = [];
    const records = await trainNetwork(
      network,
      { ...data, ...splits },
      { epochs: 6, batchSize: 50, learningRate: 0.02, onProgress: (p) => heard.push(p) },
    );
    expect(records.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(heard.at(-1)).toMatchObject({ epoch: 6, step: 84, steps: 84, record: records[5] });
    expect((await evaluateNetwork(network, data.test, data.classNames)).accuracy).toBeGreaterThan(0.98);
    expect(inputOf(network)).toEqual({ range: [...data.range], shape: [16], classNames: [...data.classNames] });
  });

  it('repeats to the bit, differs by seed, and leaks nothing', async () => {
    const run = async (seed: number) => {
      const network = fresh();
      await trainNetwork(network, { ...data, ...splits }, { epochs: 1, seed });
      const print = await fingerprintNetwork(network);
      network.dispose();
      return print;
    };
    const first = await run(1);
    const before = memory().numTensors;
    expect(await run(1)).toBe(first);
    expect(await run(2)).not.toBe(first);
    expect(memory().numTensors).toBe(before);
  });

  const normalized = () =>
    sequential({
      layers: [
        layers.dense({
          name: 'first',
          units: 9,
          inputShape: [16],
          activation: 'tanh',
          kernelInitializer: initializers.glorotUniform({ seed: 5 }),
        }),
        layers.batchNormalization({ name: 'normal' }),
        layers.dense({ name: 'head', units: 4, activation: 'softmax', kernelInitializer: initializers.glorotUniform({ seed: 6 }) }),
      ],
    });

  it.each([
    ['a chain', fresh],
    ['another network', normalized],
  ])('goes on from a state and gives what an undisturbed run does, to the bit, with %s', async (_, make) => {
    const settings = { epochs: 4, batchSize: 50, learningRate: 0.02, schedule: 'warm-up' } as const;
    const states: TrainingState[] = [];
    const whole = make();
    const records = await trainNetwork(whole, { ...data, ...splits }, { ...settings, onState: (state) => void states.push(state) });
    expect(states.map((state) => state.records.length)).toEqual([1, 2, 3, 4]);
    const before = memory().numTensors;
    for (const state of states) {
      const resumed = make();
      const heard: TrainingProgress[] = [];
      const again = { ...settings, resumeFrom: state, onProgress: (p: TrainingProgress) => heard.push(p) };
      expect(await trainNetwork(resumed, { ...data, ...splits }, again)).toEqual(records);
      expect(heard.filter(({ record }) => record !== undefined)).toHaveLength(4 - state.records.length);
      expect(await fingerprintNetwork(resumed)).toBe(await fingerprintNetwork(whole));
      resumed.dispose();
    }
    expect(memory().numTensors).toBe(before);
  });

  it('refuses the state of another network, and one of more epochs than asked for', async () => {
    const states: TrainingState[] = [];
    await trainNetwork(fresh(), { ...data, ...splits }, { epochs: 2, onState: (state) => void states.push(state) });
    const other = mlp({ inputs: 16, hidden: [5], classes: 4 });
    await expect(trainNetwork(other, { ...data, ...splits }, { resumeFrom: states[0]! })).rejects.toThrow(
      `has weights of [192, 12, 48, 4] values; "${other.name}" has [80, 5, 20, 4]`,
    );
    await expect(trainNetwork(fresh(), { ...data, ...splits }, { epochs: 1, resumeFrom: states[1]! })).rejects.toThrow('has 2 epochs');
  });

  it('ends within the epoch when the loss or the weights leave all bounds', async () => {
    await expect(trainNetwork(fresh(), { ...data, ...splits }, { learningRate: 1e30 })).rejects.toMatchObject({
      code: 'failed-results',
      message: expect.stringMatching(/the loss is NaN in epoch 1; .* lower learning rate than 1e\+30/) as string,
    });
    await expect(trainNetwork(fresh(), { ...data, ...splits }, { learningRate: 1e30, batchSize: 1000 })).rejects.toMatchObject({
      code: 'failed-results',
      message: expect.stringMatching(/the mean size of the weights of a layer is [\d.e+]+ in epoch 1/) as string,
    });
  });

  it.each([
    [{ epochs: 0 }, 'epochs is 0; expected a whole number of at least 1'],
    [{ batchSize: 1.5 }, 'batchSize is 1.5; expected a whole number of at least 1'],
    [{ learningRate: -1 }, 'learningRate is -1; expected a finite number above 0'],
    [{ seed: Number.NaN }, 'seed is NaN; expected a whole number'],
    [{ schedule: 'cosin' } as unknown as TrainingOptions, 'schedule is "cosin"; did you mean "cosine"?'],
    [{ learningrate: 1 } as TrainingOptions, 'no option is called "learningrate"; did you mean "learningRate"?'],
  ] as [TrainingOptions, string][])('refuses %o', async (options, message) => {
    await expect(trainNetwork(fresh(), { ...data, ...splits }, options)).rejects.toThrow(message);
  });

  it('refuses samples and classes that do not fit, and the test split', async () => {
    const other = mlp({ inputs: 9, hidden: [3], classes: 4 });
    await expect(trainNetwork(other, { ...data, ...splits })).rejects.toThrow(/takes samples of shape \[9\].*the data has \[16\]/);
    await expect(trainNetwork(fresh(), { ...data, ...splits, classNames: ['a', 'b'] })).rejects.toThrow(
      'has 4 outputs; the data has 2 classes',
    );
    await expect(trainNetwork(fresh(), { ...data, ...splits, validation: data.test as never })).rejects.toThrow('validation');
  });
});

it.each(['scale', 'center'])('trainNetwork refuses a batch normalization without %s, which TensorFlow.js fails to train', async (part) => {
  const inner = sequential({
    layers: [layers.dense({ units: 4, inputShape: [16] }), layers.batchNormalization({ name: 'norm', [part]: false })],
  });
  const network = sequential();
  network.add(inner);
  network.add(layers.dense({ units: 4, activation: 'softmax' }));
  await expect(trainNetwork(network, { ...data, ...splits }, { epochs: 1 })).rejects.toThrow(
    `trainNetwork: batch normalization "norm" has ${part}: false, which TensorFlow.js can't train`,
  );
});

it('trainNetwork refuses a head without a softmax', async () => {
  const linear = sequential({ layers: [layers.dense({ units: 4, inputShape: [16], name: 'scores' })] });
  await expect(trainNetwork(linear, { ...data, ...splits })).rejects.toThrow('ends in "scores" without a softmax');
});

describe('mlp', () => {
  it('names its layers by their width and seeds its weights', async () => {
    expect(mlp({ inputs: 4, hidden: [3, 2, 3], classes: 2 }).layers.map(({ name }) => name)).toEqual([
      'dense_3',
      'dense_2',
      'dense_3_2',
      'head',
    ]);
    const print = (seed: number) => fingerprintNetwork(mlp({ inputs: 4, hidden: [3], classes: 2, seed }));
    expect(await print(1)).toBe(await print(1));
    expect(await print(1)).not.toBe(await print(2));
  });

  it('refuses widths that are not positive integers', () => {
    expect(() => mlp({ inputs: 4, hidden: [3, 0], classes: 2 })).toThrow('a width is 0');
  });
});
