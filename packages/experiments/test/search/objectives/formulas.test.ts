import { randomNormal, softmax, sum, tensor, tidy, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { group, splitTrainValidation, type Task, twoTasks } from '@dum/datasets';
import { readOne } from '../../_read-one.js';
import { DumError } from '@dum/errors';
import {
  classRemoval,
  completeness,
  crossEntropy,
  discoverSubnetworks,
  faithfulness,
  networkOutputs,
  type Objective,
} from '@dum/experiments';
import { textKey } from '@dum/masks/noise';
import { maskItself } from '../../../src/masked/mask-itself.js';
import { writeMaskValues } from '../../../src/masked/mask-values.js';
import { createMaskedBody, maskBody } from '../../../src/masked/masked-body.js';
import { readOriginalHead } from '../../../src/read-outs/original-head.js';
import { resolveOptions } from '../../../src/search/options.js';
import { createSearchReadOuts, wholeOutputs } from '../../../src/search/search-read-outs.js';
import { createAnswers } from '../../../src/search/search-answers.js';

const data = twoTasks({ seed: 3, train: 300, test: 60 });
const splits = { ...splitTrainValidation(data.train, { validation: 100, seed: 1 }), classNames: data.classNames };
const tasks: Task[] = [
  group(splits, { name: 'a', classes: ['a1b0', 'a1b1'] }),
  group(splits, { name: 'three', groups: { first: ['a0b0'], second: ['a0b1'], third: ['a1b0'] } }),
];
/** Smooth, so that finite differences are near its gradient. */
const network = sequential({
  layers: [
    layers.dense({ units: 5, inputShape: [16], activation: 'tanh', name: 'first' }),
    layers.dense({ units: 4, activation: 'tanh', name: 'second' }),
    layers.dense({ units: 4, activation: 'softmax', name: 'head' }),
  ],
});
for (const [at, layer] of network.layers.entries())
  layer.setWeights(layer.getWeights().map(({ shape }) => randomNormal(shape, 0, 0.8, 'float32', at + 7)));
const batch = Uint32Array.from({ length: 40 }, (_, row) => row);
const all = { from: 0, count: tasks.length };
const sample = { step: 0, temperature: 1 };

/** A body whose masks are plain numbers, so that what an objective says of them is smooth. */
const setUp = async (objective: Objective, readOut: 'new-head' | 'original-head') => {
  const body = createMaskedBody(network, { taskSeeds: tasks.map(({ name }) => textKey(name)), mask: { estimator: maskItself } });
  const activations = { train: await body.activate(splits.train), validation: await body.activate(splits.validation) };
  const settings = {
    epochs: 1,
    batchSize: 256,
    headLearningRate: 0.01,
    initialKeepProbability: 0.5,
    ...resolveOptions({ objective, readOut }),
  };
  const head = await readOriginalHead('formulas', network, body.features, tasks);
  const full = maskBody(body, { taskSeeds: [0], mask: { initialKeepProbability: 0.9 } });
  const searchReadOuts = createSearchReadOuts(body, tasks, { head, outputs: await wholeOutputs(full, head, activations) }, settings);
  const answersTo = createAnswers(body, searchReadOuts, tasks, 'train');
  const inputs = (await readOne(activations.train, batch)).tensors();
  const lossesAt = (values: readonly (readonly Float32Array[])[]) => {
    writeMaskValues(body, values);
    return tidy(() => objective.perTask(answersTo({ inputs, group: all, batch, sample })).arraySync());
  };
  const logits = body.masks.map(({ mask }) => mask.logits.read() as Variable);
  return { body, searchReadOuts, answersTo, inputs, lossesAt, logits };
};

/** Masks between none and all, other ones for each task and layer. */
const someMasks = () =>
  tasks.map((_, task) =>
    [5, 4].map((units, layer) => Float32Array.from({ length: units }, (_, unit) => 0.25 + ((unit + 2 * task + layer) % 4) / 6)),
  );

describe.each([
  { objective: crossEntropy(), readOut: 'original-head' },
  { objective: faithfulness(), readOut: 'original-head' },
  { objective: faithfulness(), readOut: 'new-head' },
  // no probe of the complement is better than a guess before it has learned, so this one guesses worse than it says
  { objective: completeness({ weight: 3 }), readOut: 'new-head' },
  { objective: completeness({ weight: 2, of: faithfulness() }), readOut: 'original-head' },
  { objective: classRemoval(), readOut: 'original-head' },
] as const)('the gradient of $objective.name through a $readOut', ({ objective, readOut }) => {
  it('is that of finite differences, for each task by its own masks', async () => {
    const { body, searchReadOuts, answersTo, inputs, lossesAt, logits } = await setUp(objective, readOut);
    trainComplementProbes(searchReadOuts.complementProbes?.kernel);
    writeMaskValues(body, someMasks());
    const { grads } = tidy(() => variableGrads(() => sum(objective.perTask(answersTo({ inputs, group: all, batch, sample }))), logits));
    const found = logits.map(({ name }) => [...grads[name]!.dataSync()]);
    const step = 0.02;
    for (const [layer, units] of [5, 4].entries()) {
      const expected = tasks.flatMap((_, task) =>
        Array.from({ length: units }, (_, unit) => {
          const moved = (by: number) => {
            const masks = someMasks();
            masks[task]![layer]![unit]! += by;
            return lossesAt(masks);
          };
          const [up, down] = [moved(step), moved(-step)];
          expect(up[1 - task]).toBe(down[1 - task]);
          return (up[task]! - down[task]!) / (2 * step);
        }),
      );
      expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.01);
      found[layer]!.forEach((gradient, at) => {
        expect(Math.abs(gradient - expected[at]!)).toBeLessThan(1e-3 + 0.01 * Math.abs(expected[at]!));
      });
    }
  });
});

/** Probes of the complement that know something of the task, so that the loss is not at its bound: a kernel that the network's own head suggests. */
const trainComplementProbes = (kernel: Variable | undefined): void => {
  if (kernel === undefined) return;
  const [own] = network.getLayer('head').getWeights();
  const weights = own!.arraySync() as number[][];
  const sumOf = (row: number[], classOf: ArrayLike<number>, label: number) =>
    row.reduce((total, weight, c) => total + (classOf[c] === label ? weight : 0), 0);
  kernel.assign(tensor(tasks.map(({ classOf }) => weights.map((row) => [0, 1, 2].map((label) => sumOf(row, classOf, label))))));
};

describe('the probes of the complement', () => {
  it('learn from the complement, and the masks from them, but neither for the other', async () => {
    const { body, searchReadOuts, answersTo, inputs, logits } = await setUp(completeness(), 'new-head');
    writeMaskValues(body, someMasks());
    const { kernel, bias } = searchReadOuts.complementProbes!;
    const gradientsOf = (loss: 'perTask' | 'lossOfComplementProbes', variables: Variable[]) =>
      tidy(() => {
        const { grads } = variableGrads(() => {
          const answers = answersTo({ inputs, group: all, batch, sample });
          return sum(loss === 'perTask' ? completeness().perTask(answers) : answers.lossOfComplementProbes());
        }, variables);
        return variables.map(({ name }) => Math.max(...grads[name]!.dataSync().map(Math.abs)));
      });
    expect(Math.max(...gradientsOf('perTask', [...logits, kernel, bias]).slice(-2))).toBe(0);
    const learned = gradientsOf('lossOfComplementProbes', [...logits, kernel, bias]);
    expect(Math.max(...learned.slice(0, 2))).toBe(0);
    expect(Math.min(...learned.slice(2))).toBeGreaterThan(0);
  });
});

describe('faithfulness through the own head', () => {
  it('is 0 for the full mask, and not without a unit', async () => {
    const { lossesAt } = await setUp(faithfulness(), 'original-head');
    const full = () => tasks.map(() => [5, 4].map((units) => new Float32Array(units).fill(1)));
    for (const loss of lossesAt(full())) expect(loss).toBeCloseTo(0, 6);
    const without = full();
    without[0]![1]![2] = 0;
    const [first, second] = lossesAt(without);
    expect(first).toBeGreaterThan(1e-3);
    expect(second).toBeCloseTo(0, 6);
  });

  it('compares with the softmax, summed over the classes of each class, of what a task does not ignore', async () => {
    const { answersTo, inputs } = await setUp(faithfulness(), 'original-head');
    const found = tidy(() => softmax(answersTo({ inputs, group: all, batch, sample }).whole()).arraySync());
    const [outputs] = (await networkOutputs(network, splits.train)) as [Float32Array];
    for (const row of batch) {
      const p = outputs.subarray(4 * row, 4 * row + 4);
      expect(found[0]![row]).toBeAllclose([p[0]! + p[1]!, p[2]! + p[3]!, 0], 1e-5);
      const asked = p[0]! + p[1]! + p[2]!;
      expect(found[1]![row]).toBeAllclose([p[0]! / asked, p[1]! / asked, p[2]! / asked], 1e-5);
    }
  });
});

describe('a search with an objective', () => {
  it.each([
    [
      { objective: completeness as never },
      'discoverSubnetworks: objective is a function; expected an objective such as crossEntropy() or completeness()',
    ],
    [
      { objective: 'completeness' as never },
      'discoverSubnetworks: objective is "completeness"; expected an objective such as crossEntropy() or completeness()',
    ],
    [{ readOut: 'own' as never }, `discoverSubnetworks: readOut is "own"; expected "new-head" or "original-head"`],
  ])('refuses %o before it trains', async (options, message) => {
    await expect(discoverSubnetworks(network, tasks, options)).rejects.toThrow(expect.objectContaining({ name: 'DumError', message }));
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '2' as never])('refuses %s as a weight', (weight) => {
    expect(() => completeness({ weight })).toThrow(DumError);
  });

  it('refuses a head that is none of the classes of the data', async () => {
    const other = sequential({
      layers: [layers.dense({ units: 5, inputShape: [16], activation: 'relu' }), layers.dense({ units: 3, name: 'three' })],
    });
    await expect(discoverSubnetworks(other, tasks, { readOut: 'original-head' })).rejects.toThrow(
      /^discoverSubnetworks: the head "three" of ".*" has 3 outputs; the data of the tasks has 4 classes, so tasks can't be read through it; use a new head \(readOut: 'new-head'\)$/,
    );
    const sigmoids = sequential({
      layers: [layers.dense({ units: 5, inputShape: [16] }), layers.dense({ units: 4, activation: 'sigmoid', name: 'four' })],
    });
    await expect(discoverSubnetworks(sigmoids, tasks, { objective: faithfulness() })).rejects.toThrow(
      /the head "four" .* gives no logits of a softmax/,
    );
  });
});
