import {
  balancedClassWeights,
  cifar10Dataset,
  createSplit,
  glyphs,
  group,
  idxDataset,
  inMemory,
  npzDataset,
  oneVsRest,
  parseCifar10Batch,
  parseIdx,
  parseNpy,
  parseNpz,
  relabel,
  restoreTask,
  splitTrainValidation,
  subset,
  takeFeatures,
  twoTasks,
} from '@dum/datasets';
import { loadCifar10, loadIdxFolder, loadNpz } from '@dum/datasets/node';
import { expect, it } from 'vitest';
import { refusal } from './_errors.js';

const data = twoTasks({ seed: 1, train: 40, test: 20 });
const cut = { ...splitTrainValidation(data.train, { validation: 8, seed: 1 }), classNames: data.classNames };
const anything = (value: unknown) => value as never;
const nothing = anything(undefined);
const bytes = new Uint8Array(4);
const file = { name: 'a', bytes };

it.each<[string, () => unknown, string]>([
  ['glyphs without options', () => glyphs(nothing), 'glyphs: options is missing; expected an object of train, test, size'],
  ['an unknown option', () => glyphs(anything({ seed: 1, sise: 16 })), 'glyphs: no option is called "sise"; did you mean "size"?'],
  ['twoTasks without options', () => twoTasks(nothing), 'twoTasks: options is missing; expected an object'],
  ['a cut without options', () => splitTrainValidation(data.train, nothing), 'splitTrainValidation: options is missing'],
  [
    'a cut of a data set',
    () => splitTrainValidation(anything(data), { seed: 1 }),
    'not a split made by createSplit but a whole data set, so give one of its splits, such as its train; expected one with role',
  ],
  [
    'a cut of a promise',
    () => splitTrainValidation(anything(Promise.resolve(data.train)), { seed: 1 }),
    'createSplit; it is a promise, which needs an await; expected one with role',
  ],
  ['group without options', () => group(cut, nothing), 'group: options is missing; expected an object of name, classes'],
  ['group of nothing', () => group(nothing, { name: 'a', classes: ['a0b0'] }), 'group: data is missing; expected an object of train'],
  ['tasks of a data set', () => oneVsRest(anything(data)), 'oneVsRest: data is an object; it has no validation split; expected'],
  ['tasks of a promise', () => oneVsRest(anything(Promise.resolve(cut))), 'oneVsRest: data is a promise, which needs an await; expected'],
  ['no kept task', () => restoreTask(cut, nothing), 'restoreTask: kept is missing; expected an object of name, classNames and classOf'],
  [
    'a kept task without classes',
    () => restoreTask(cut, anything({ name: 'a', classNames: ['a'], classOf: undefined })),
    'restoreTask: classOf is missing; expected a list',
  ],
  ['no classes', () => relabel(data.train, nothing), 'relabel: classOf is missing; expected a list of classes'],
  ['no labels', () => balancedClassWeights(nothing, 2), 'balancedClassWeights: y is missing; expected a list of labels'],
  ['one feature', () => takeFeatures(data.train, anything(3)), 'takeFeatures: features is 3; expected a list of places of features'],
  ['a split in place of its source', () => subset(anything(data), [0]), 'subset: source is an object; expected a source of samples'],
  ['no indices', () => subset(data.train.source, nothing), 'subset: indices is missing; expected a list of indices of samples'],
  ['no arrays', () => inMemory(nothing), 'inMemory: arrays is missing; expected an object of x and sampleShape'],
  [
    'a plain array',
    () => inMemory(anything({ x: [1], sampleShape: [1] })),
    'x is not a Float32Array; convert it first, as Float32Array.from',
  ],
  [
    'a tensor',
    () => inMemory(anything({ x: { dataSync: () => bytes }, sampleShape: [1] })),
    'x is not a Float32Array; convert it first, as await x.data() does for a tensor',
  ],
  ['no samples', () => createSplit('train', nothing), 'createSplit: samples is missing; expected an object of x, sampleShape, y'],
  ['IDX without a name', () => parseIdx(bytes, nothing), 'parseIdx: options is missing; expected an object with the name of the file'],
  ['a batch without a name', () => parseCifar10Batch(bytes, nothing), 'parseCifar10Batch: options is missing; expected an object with'],
  ['an array without a name', () => parseNpy(bytes, nothing), 'parseNpy: options is missing; expected an object with the name'],
  ['an archive without a name', () => parseNpz(bytes, nothing), 'parseNpz: options is missing; expected an object with the name'],
  ['an archive of bytes alone', () => npzDataset(anything(bytes)), 'npzDataset: file is a list of 4; expected the name of a file and its'],
  [
    'one batch',
    () => cifar10Dataset({ train: anything(file), test: [file] }),
    'cifar10Dataset: train is an object; expected a list of { name, bytes }, so put it in a list',
  ],
  ['no batches', () => cifar10Dataset(nothing), 'cifar10Dataset: options is missing; expected an object of train, test'],
  ['no IDX files', () => idxDataset(nothing), 'idxDataset: options is missing; expected an object of name, trainImages'],
  [
    'bytes without a name',
    () => idxDataset(anything({ name: 'a', trainImages: bytes })),
    'idxDataset: trainImages is a list of 4; expected the name of a file and its contents',
  ],
  ['a missing folder', () => loadIdxFolder(nothing), 'loadIdxFolder: folder is missing; expected a path'],
  ['an object for a path', () => loadNpz(anything({})), 'loadNpz: file is an object; expected a path'],
  ['a path in place of options', () => loadCifar10(anything('data')), 'loadCifar10: options is "data"; expected an object of folder'],
  ['a number for a folder', () => loadCifar10({ folder: anything(5) }), 'loadCifar10: folder is 5; expected a path'],
])('%s is refused in one sentence', async (_, call, message) => {
  expect(await refusal(call)).toContain(message);
});
