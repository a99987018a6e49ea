import { expect, it } from 'vitest';
import { splitTrainValidation, type TestSplit, twoTasks } from '@dum/datasets';
import { discoverSubnetworks, evaluateSubnetworks, mlp, trainNetwork } from '@dum/experiments';

const data = twoTasks({ seed: 1, train: 40, test: 20 });
const network = mlp({ inputs: 16, hidden: [3], classes: 4 });
const task = { train: data.train, classOf: [0, 1, 0, 0] };
const split: TestSplit = data.test;
const anything = (value: unknown) => value as never;

it.each<[string, () => Promise<unknown>, string]>([
  [
    'one task',
    () => discoverSubnetworks(network, anything(task)),
    'expected a list of tasks, such as oneVsRest gives, so put it in a list',
  ],
  ['no tasks', () => discoverSubnetworks(network, anything(undefined)), 'discoverSubnetworks: tasks is missing; expected a list'],
  [
    'a promise of tasks',
    () => discoverSubnetworks(network, anything(Promise.resolve([]))),
    'discoverSubnetworks: tasks is a promise, which needs an await; expected a list',
  ],
  [
    'what a search gave',
    () => evaluateSubnetworks(network, anything([{ task: 'a', subnetwork: {} }]), split),
    'it is the result of a search, so give its subnetwork',
  ],
  [
    'one subnetwork',
    () => evaluateSubnetworks(network, anything({ masks: {} }), split),
    'evaluateSubnetworks: subnetworks is an object; expected a list',
  ],
])('%s is refused in one sentence', async (_, call, message) => {
  await expect(call()).rejects.toMatchObject({
    name: 'DumError',
    code: 'bad-input',
    message: expect.stringContaining(message) as string,
  });
});

it('data without the names of classes is refused in one sentence', async () => {
  const nameless = splitTrainValidation(data.train, { validation: 10, seed: 1 });
  await expect(trainNetwork(network, anything(nameless))).rejects.toMatchObject({
    code: 'bad-input',
    message: 'trainNetwork: classNames is missing; expected the name of each class of the data, as its data set has them',
  });
});

it('data without the range of the inputs is refused before the training', async () => {
  const rangeless = { ...splitTrainValidation(data.train, { validation: 10, seed: 1 }), classNames: data.classNames };
  const message = 'trainNetwork: range is missing; expected the lowest and the highest value of the inputs';
  await expect(trainNetwork(network, anything(rangeless))).rejects.toThrow(message);
});
