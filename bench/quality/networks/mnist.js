// 784-300-100-10 on MNIST, with the ten digits as tasks.
import { oneVsRest, splitTrainValidation } from '@dum/datasets';
import { loadMnist } from '@dum/datasets/node';
import { mlp } from '@dum/experiments';
import { trainOnce } from './train-once.js';

export const openMnist = async ({ seed, say }) => {
  const mnist = await loadMnist();
  const data = { ...mnist, ...splitTrainValidation(mnist.train, { validation: 5000, seed }) };
  const made = { name: '784-300-100-10', seed, training: { epochs: 8, seed } };
  const network = await trainOnce(made, () => mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed }), data, say);
  return { network, data, tasks: oneVsRest(data) };
};
