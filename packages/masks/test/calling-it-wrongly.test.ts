import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import {
  compareMasks,
  complement,
  createMaskSet,
  equalMasks,
  extractSubnetwork,
  fingerprintNetwork,
  insertMasks,
  insertMasksLike,
  intersectMasks,
  iou,
  keepAsMany,
  keepUnits,
  keepWithin,
  keptUnits,
  maskSetToJson,
  networkCosts,
  randomMasks,
  subnetworksToJson,
  summarizeMasks,
  totalUnits,
  uniteMasks,
  writeMasks,
} from '@dum/masks';

const network = sequential({ layers: [layers.dense({ units: 3, inputShape: [2], name: 'hidden' }), layers.dense({ units: 2 })] });
const masks = createMaskSet('a'.repeat(64), [{ layer: 'hidden', shape: [3], kept: [1, 0, 1] }]);
const scores = { network: masks.network, layers: [{ layer: 'hidden', granularity: 'channel' as const, shape: [3], scores: [1, 2, 3] }] };
const subnetwork = { task: 'a', masks };
const result = { task: 'a', subnetwork };
const refused = (message: string) => expect.objectContaining({ name: 'DumError', code: 'bad-input', message }) as Error;
const attempt = async (call: () => unknown): Promise<unknown> => {
  try {
    return await call();
  } catch (error) {
    return error;
  }
};

const ofMasks: [string, (given: never) => unknown, string?][] = [
  ['complement', complement],
  ['keptUnits', keptUnits],
  ['totalUnits', totalUnits],
  ['summarizeMasks', summarizeMasks],
  ['maskSetToJson', maskSetToJson],
  ['randomMasks', (given) => randomMasks(given, { seed: 1 })],
  ['insertMasksLike', (given) => insertMasksLike(network, given)],
  ['iou', (given) => iou(masks, given), 'second'],
  ['compareMasks', (given) => compareMasks(given, masks), 'first'],
  ['equalMasks', (given) => equalMasks(given, masks), 'first'],
  ['intersectMasks', (given) => intersectMasks(given), 'first'],
  ['uniteMasks', (given) => uniteMasks(masks, given), 'second'],
  ['keepAsMany', (given) => keepAsMany(scores, given), 'second'],
];

const notMasks: [string, unknown, string][] = [
  ['nothing', undefined, 'missing; expected a set of masks, such as the masks of a subnetwork'],
  ['a promise', Promise.resolve(masks), 'a promise, which needs an await; expected a set of masks, such as the masks of a subnetwork'],
  ['a list', [masks], 'a list of 1; expected a set of masks, such as the masks of a subnetwork'],
  ['a network', network, 'an object; expected a set of masks, such as the masks of a subnetwork'],
  ['scores', scores, 'an object; expected a set of masks, such as the masks of a subnetwork'],
  ['a subnetwork', subnetwork, 'an object; it has masks, such as a subnetwork; give those alone, subnetwork.masks'],
  ['what a search gave', result, 'an object; it is the result of a search, so give its subnetwork.masks'],
];

it.each(ofMasks.flatMap(([who, call, what = 'masks']) => notMasks.map(([name, given, came]) => ({ who, call, what, name, given, came }))))(
  '$who refuses $name in one sentence',
  async ({ who, call, what, given, came }) => {
    expect(await attempt(() => call(given as never))).toEqual(refused(`${who}: ${what} is ${came}`));
  },
);

it.each<[string, () => unknown, string]>([
  [
    'extractSubnetwork, of what a search gave,',
    () => extractSubnetwork(network, result as never),
    'extractSubnetwork: subnetwork is an object; it is the result of a search, so give its subnetwork',
  ],
  [
    'extractSubnetwork, of masks,',
    () => extractSubnetwork(network, masks as never),
    'extractSubnetwork: subnetwork is an object; it is a set of masks, so give the subnetwork that has them, or { masks }',
  ],
  [
    'extractSubnetwork, of a list,',
    () => extractSubnetwork(network, [subnetwork] as never),
    'extractSubnetwork: subnetwork is a list of 1; expected a subnetwork, such as subnetworksOf gives',
  ],
  [
    'extractSubnetwork, of a promise,',
    () => extractSubnetwork(network, Promise.resolve(subnetwork) as never),
    'extractSubnetwork: subnetwork is a promise, which needs an await; expected a subnetwork, such as subnetworksOf gives',
  ],
  [
    'extractSubnetwork, of masks of another kind,',
    () => extractSubnetwork(network, { masks: [1] } as never),
    'extractSubnetwork: subnetwork is an object; expected a subnetwork, such as subnetworksOf gives',
  ],
  [
    'subnetworksToJson, of one subnetwork,',
    () => subnetworksToJson(subnetwork as never),
    'subnetworksToJson: subnetworks is an object; expected a list of subnetworks, so put it in a list',
  ],
  [
    'subnetworksToJson, of what a search gave,',
    () => subnetworksToJson([result] as never),
    'subnetworksToJson: subnetworks is a list of 1; it is the result of a search, so give its subnetwork',
  ],
  [
    'writeMasks, of one set,',
    () => writeMasks(insertMasks(network), masks as never),
    'writeMasks: maskSets is an object; expected a list of sets of masks, so put it in a list',
  ],
  [
    'writeMasks, into a network,',
    () => writeMasks(network as never, [masks]),
    'writeMasks: masked is an object; expected what insertMasks gives',
  ],
  [
    'keepWithin, of masks,',
    () => keepWithin(masks as never, keepUnits(1)),
    'keepWithin: scores is an object; expected the scores of units, such as an entry of what scoreUnits gives',
  ],
  ['keepWithin, a number,', () => keepWithin(scores, 2 as never), 'keepWithin: budget is 2; expected a budget, such as keepUnits(50)'],
])('%s is refused in one sentence', async (_, call, message) => {
  expect(await attempt(call)).toEqual(refused(message));
});

it.each<[string, unknown, string]>([
  [
    'what insertMasks gave',
    insertMasks(network),
    'an object that has a network was given; expected the network itself, so give its network',
  ],
  [
    'a promise',
    Promise.resolve(network),
    'a promise, which needs an await, was given; expected a LayersModel or a Sequential with at least one layer (a GraphModel has no layers)',
  ],
  [
    'nothing',
    undefined,
    'undefined was given; expected a LayersModel or a Sequential with at least one layer (a GraphModel has no layers)',
  ],
])('%s in place of a network is refused in one sentence', async (_, given, came) => {
  const model = given as LayersModel;
  expect(await attempt(() => networkCosts(model))).toEqual(refused(`networkCosts: ${came}`));
  expect(await attempt(() => insertMasks(model))).toEqual(refused(`insertMasks: ${came}`));
  expect(await attempt(() => fingerprintNetwork(model))).toEqual(refused(`fingerprintNetwork: ${came}`));
});

it('a network of another copy of TensorFlow.js is refused in one sentence', async () => {
  // a second copy registers its layers over the first, so a likeness of its networks stands for one
  const foreign = { name: 'theirs', layers: [], outputs: [{}], predict: () => undefined };
  expect(await attempt(() => insertMasks(foreign as never))).toEqual(
    refused(
      'insertMasks: "theirs", a network of another copy of TensorFlow.js, was given; install @tensorflow/tfjs-layers once, and import it from there alone (npm ls @tensorflow/tfjs-layers)',
    ),
  );
});
