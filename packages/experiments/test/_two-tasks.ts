import { group, splitTrainValidation, type Task, twoTasks } from '@dum/datasets';
import { mlp, trainNetwork } from '@dum/experiments';

/** A network trained on two independent sub-tasks in one input, and the task of each. */
export const trainedOnTwoTasks = async ({ epochs = 6 } = {}) => {
  const data = twoTasks({ seed: 3, train: 1200, test: 600 });
  const splits = splitTrainValidation(data.train, { validation: 200, seed: 1 });
  const network = mlp({ inputs: data.sampleShape.reduce((product, axis) => product * axis, 1), hidden: [16, 12], classes: 4, seed: 2 });
  await trainNetwork(network, { ...data, ...splits }, { epochs, batchSize: 50, learningRate: 0.02 });
  const names = data.classNames;
  const withPart = (part: string) => names.filter((name) => name.includes(part));
  const task = (name: string): Task => group({ ...splits, classNames: names }, { name, classes: withPart(name) });
  return { data, splits, network, tasks: [task('a1'), task('b1')] as const };
};
