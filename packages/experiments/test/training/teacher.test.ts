import { expect, it } from 'vitest';
import { relabel, splitTrainValidation, twoTasks } from '@dum/datasets';
import { fineTuneNetwork, mlp, networkOutputs, trainNetwork } from '@dum/experiments';
import { addTeacherGradient } from '../../src/training/chain/add-teacher-gradient.js';
import { softTargets } from '../../src/training/teacher.js';

const size = { samples: 2, classes: 2 };

it('softens the outputs of the teacher', () => {
  const probabilities = new Float32Array([0.8, 0.2, 0.5, 0.5]);
  const soften = (temperature: number) => [...softTargets('test', { probabilities, temperature }, size).probabilities];
  expect(soften(1)).toEqual([...probabilities]);
  // √.8 is twice √.2
  expect(soften(2).map((value) => value.toFixed(5))).toEqual(['0.66667', '0.33333', '0.50000', '0.50000']);
  expect(soften(1e6)[0]).toBeCloseTo(0.5, 5);
  expect([...probabilities]).toEqual([...new Float32Array([0.8, 0.2, 0.5, 0.5])]);
});

it('asks nothing of a network that answers as the teacher does', () => {
  const logits = new Float32Array([2, -1, 0.5, 0.25]);
  const probabilities = Float32Array.from(logits, (logit, at) => 1 / (1 + Math.exp(logits[at ^ 1]! - logit)));
  const teacher = softTargets('test', { probabilities, temperature: 3, weight: 1 }, size);
  const slopes = new Float32Array(4);
  const targets = { y: new Uint8Array([0, 1]), classWeights: [1, 1] };
  const loss = addTeacherGradient(logits, 2, 2, targets, teacher, Uint32Array.of(0, 1), slopes);
  for (const slope of slopes) expect(slope).toBeCloseTo(0, 6);
  const entropy = teacher.probabilities.reduce((sum, probability) => sum - probability * Math.log(probability), 0) / 2;
  expect(loss).toBeCloseTo(9 * entropy, 5);
});

const data = twoTasks({ seed: 3, train: 800, test: 400 });
const training = { ...data, ...splitTrainValidation(data.train, { validation: 200, seed: 1 }) };

it('teaches classes that the labels have wrong', async () => {
  const whole = mlp({ inputs: 16, hidden: [12], classes: 4, seed: 2 });
  await trainNetwork(whole, training, { epochs: 6, batchSize: 50, learningRate: 0.02 });
  const [probabilities] = (await networkOutputs(whole, training.train)) as [Float32Array];
  const wrong = { ...training, train: relabel(training.train, Uint8Array.of(1, 2, 3, 0)) };
  const learn = async (teacher?: { probabilities: Float32Array; weight: number }) => {
    const network = mlp({ inputs: 16, hidden: [8], classes: 4, seed: 5 });
    const options = { epochs: 6, batchSize: 50, learningRate: 0.02 };
    return (await fineTuneNetwork(network, teacher === undefined ? wrong : { ...wrong, teacher }, options)).records.at(-1)!
      .validationAccuracy;
  };
  expect(await learn()).toBeLessThan(0.2);
  expect(await learn({ probabilities, weight: 1 })).toBeGreaterThan(0.85);
});

it.each<[string, object, RegExp]>([
  [
    'of other samples',
    { probabilities: new Float32Array(8) },
    /the teacher has 8 probabilities; expected 2400, one for each of 4 classes and 600/,
  ],
  ['of logits', { probabilities: new Float32Array(2400).fill(2) }, /the teacher gives \[2, 2, 2, 2\] for sample 0; expected probabilities/],
  ['at temperature 0', { temperature: 0 }, /of the teacher: temperature is 0; expected a finite number above 0/],
  ['with weight 2', { weight: 2 }, /of the teacher: weight is 2; expected a finite number above 0 and at most 1/],
])('refuses a teacher %s', async (_, given, message) => {
  const network = mlp({ inputs: 16, hidden: [8], classes: 4, seed: 5 });
  const teacher = { probabilities: new Float32Array(2400).fill(0.25), ...given };
  await expect(trainNetwork(network, { ...training, teacher }, { epochs: 1 })).rejects.toThrow(message);
});
