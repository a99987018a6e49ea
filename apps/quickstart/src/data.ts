import { oneVsRest, splitTrainValidation, takeFirst } from '@dum/datasets';
import { loadMnist } from '@dum/datasets/node';
import { settings } from './settings.js';

/** MNIST, its training split divided into training and validation, and the task "is it a zero?". */
export const loadData = async (limit?: number) => {
  const mnist = await loadMnist();
  const all = limit === undefined ? mnist.train : takeFirst(mnist.train, limit);
  const validation = Math.min(settings.validation, Math.round(all.count / 10));
  const splits = { ...splitTrainValidation(all, { validation, seed: settings.seed }), classNames: mnist.classNames };
  const [isZero] = oneVsRest(splits, { classes: ['0'] });
  return { mnist, splits, isZero: isZero! };
};
