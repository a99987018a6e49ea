// What opens the network of a case, its data and tasks, by the name that the case gives.
import { openCifar10 } from './cifar-10.js';
import { openDarknet } from './darknet.js';
import { openFashionMnist } from './fashion-mnist.js';
import { openMnist } from './mnist.js';

export const openers = {
  mnist: openMnist,
  'fashion-mnist': openFashionMnist,
  'cifar-10': openCifar10,
  darknet: openDarknet,
};
