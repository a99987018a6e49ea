import { group, oneVsRest, relabel, splitTrainValidation } from '@dum/datasets';
import { loadMnist } from '@dum/datasets/node';

const mnist = await loadMnist();
const { train, validation } = splitTrainValidation(mnist.train, { validation: 5000, seed: 1 });
const data = { train, validation, classNames: mnist.classNames };

const digits = oneVsRest(data); // ten tasks that share one copy of the pixels
const round = group(data, { name: 'round', classes: ['0', '6', '8', '9'] });
const test = relabel(mnist.test, round.classOf); // for the one final measurement

console.log(digits.length, round.classNames, round.classWeights, test.count);
