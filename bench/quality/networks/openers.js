// What opens the network of a case, its data and tasks, by the name that the case gives.
import { openDarknet } from './darknet.js';
import { openFashionMnist } from './fashion-mnist.js';
import { openImported } from './imported.js';
import { openMnist } from './mnist.js';

export const openers = {
  mnist: openMnist,
  'fashion-mnist': openFashionMnist,
  imported: openImported,
  darknet: openDarknet,
};
