import { DumError } from '@dum/errors';
import {
  createMaskSet,
  maskSetFromJson,
  maskSetToJson,
  subnetworksFromJson,
  subnetworksToJson,
  type Subnetwork,
} from '@dum/masks/mask-set';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { network } from './arbitrary-masks.js';
import { documentIn, sealBody, sealText } from './sealed-text.js';

const name = 'runs/masks.json';
const read = (text: string): Subnetwork[] => subnetworksFromJson(text, { name });

const subnetwork = (task: string): Subnetwork => ({
  task,
  status: 'found',
  masks: createMaskSet(network, [
    { layer: 'first', shape: [4], kept: [1, 1, 0, 1] },
    { layer: 'second', shape: [2, 2], kept: [0, 0, 0, 1] },
  ]),
  readOut: { kind: 'new-head', classNames: ['rest', task], kernel: Float32Array.of(1, 2, 3, 4), bias: Float32Array.of(5, 6) },
  normalization: {
    kind: 're-estimated',
    samples: 2048,
    statistics: [{ layer: 'norm', mean: Float32Array.of(0.5, -1), variance: Float32Array.of(0.25, 2) }],
  },
  dropped: {
    kind: 'mean',
    layers: [
      { layer: 'first', values: Float32Array.of(1, -2, 0, 0.5) },
      { layer: 'second', values: Float32Array.of(0, 0, 3, 4) },
    ],
  },
  alpha: 0.001,
  seed: 1,
  estimator: 'gumbelSigmoid',
  penalty: 'expectedUnits',
  classOf: [1, 0],
});
const text = subnetworksToJson([subnetwork('zero'), subnetwork('one')]);

type Path = readonly (string | number)[];
type Node = Record<string | number, unknown>;

const changed = (path: Path, value: unknown): unknown => {
  const document = documentIn(text);
  const parent = path.slice(0, -1).reduce<Node>((node, key) => node[key] as Node, document);
  const key = path.at(-1)!;
  if (value === undefined) delete parent[key];
  else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  return document;
};

const places = (...names: unknown[]) => ({ layer: 'first', places: names, granularity: 'channel', shape: [4], kept: [] });

const inZero = (...path: Path): Path => ['subnetworks', 0, ...path];
const kept = inZero('layers', 0, 'kept');
const shape = inZero('layers', 0, 'shape');
const kernel = inZero('readOut', 'kernel');

test('the unchanged document is read, sealed by another hand', () => {
  expect(read(sealText(documentIn(text)))).toEqual([subnetwork('zero'), subnetwork('one')]);
});

test.each<[string, Path, unknown, string]>([
  [
    'one place',
    inZero('layers', 0),
    places('first'),
    'subnetworks[0].layers[0].places is a list of 1; expected a list of at least 2 names of layers',
  ],
  [
    'places of another layer',
    inZero('layers', 0),
    places('x', 'first'),
    'subnetworks[0].layers[0].places[0] is "x"; expected the name of the layer itself',
  ],
  [
    'a place twice',
    inZero('layers', 0),
    places('first', 'x', 'x'),
    'subnetworks[0].layers[0].places[2] is "x"; expected a name that no earlier entry has',
  ],
  [
    'a place that is a layer',
    inZero('layers', 0),
    places('first', 'second'),
    'subnetworks[0].layers[1].layer is "second"; expected a name that no earlier entry has',
  ],
  [
    'a place that is no name',
    inZero('layers', 0),
    places('first', 3),
    'subnetworks[0].layers[0].places[1] is 3; expected a non-empty text',
  ],
  ['another format', ['format'], 'onnx', 'the format is "onnx", expected "dum-subnetworks"; is this the right file?'],
  [
    'the other format',
    ['format'],
    'dum-mask-set',
    'the format is "dum-mask-set", expected "dum-subnetworks"; read it with maskSetFromJson',
  ],
  ['no format', ['format'], undefined, 'the format is missing, expected "dum-subnetworks"; is this the right file?'],
  [
    'a later version',
    ['version'],
    6,
    'version 6 of "dum-subnetworks" was written by a newer version of @dum/masks, and this one reads up to version 5; update @dum/masks',
  ],
  ['a version in quotes', ['version'], '1', 'the version of "dum-subnetworks" is "1"; expected a whole number from 1 to 5'],
  ['version 0', ['version'], 0, 'the version of "dum-subnetworks" is 0; expected a whole number from 1 to 5'],
  [
    'an earlier version with what only this one has',
    ['version'],
    3,
    'subnetworks[0].layers[0] has the unknown key "granularity"; expected only keys of the format',
  ],
  ['a network that is none', ['network'], 'mine', 'network is "mine"; expected a fingerprint, 64 lower-case hexadecimal digits'],
  ['no network', ['network'], undefined, 'network is missing; expected a fingerprint, 64 lower-case hexadecimal digits'],
  ['no subnetworks', ['subnetworks'], [], 'subnetworks is a list of 0; expected a list of 1 to 10000 subnetworks'],
  ['a subnetwork that is none', ['subnetworks', 1], null, 'subnetworks[1] is null; expected a subnetwork'],
  ['an unknown key at the top', ['tasks'], 1, 'the document has the unknown key "tasks"; expected only keys of the format'],
  [
    'a misspelt key',
    inZero('statu'),
    'found',
    'subnetworks[0] has the unknown key "statu"; expected only keys of the format, which has "status"',
  ],
  [
    '__proto__ at the top',
    ['__proto__'],
    { polluted: true },
    'the document has the unknown key "__proto__"; expected only keys of the format',
  ],
  [
    '__proto__ within',
    inZero('readOut', '__proto__'),
    {},
    'subnetworks[0].readOut has the unknown key "__proto__"; expected only keys of the format',
  ],
  [
    'constructor within',
    inZero('layers', 0, 'constructor'),
    {},
    'subnetworks[0].layers[0] has the unknown key "constructor"; expected only keys of the format',
  ],
  ['a repeated task', inZero('task'), 'one', 'subnetworks[1].task is "one"; expected a name that no earlier entry has'],
  ['an empty task', inZero('task'), '', 'subnetworks[0].task is ""; expected a non-empty text'],
  ['an unknown status', inZero('status'), 'diverged', 'subnetworks[0].status is "diverged"; expected "found", "collapsed" or "full"'],
  [
    'α as null, which NaN becomes',
    inZero('alpha'),
    null,
    'subnetworks[0].alpha is null; expected a finite number of at least 0, or one for each layer by name',
  ],
  [
    'α as text',
    inZero('alpha'),
    '0.001',
    'subnetworks[0].alpha is "0.001"; expected a finite number of at least 0, or one for each layer by name',
  ],
  ['a fraction for a seed', inZero('seed'), 0.5, 'subnetworks[0].seed is 0.5; expected a whole number'],
  ['an unsafe seed', inZero('seed'), 2 ** 53, 'subnetworks[0].seed is 9007199254740992; expected a whole number'],
  ['no layer', inZero('layers'), [], 'subnetworks[0].layers is a list of 0; expected a list of 1 to 10000 masked layers'],
  [
    'a repeated layer',
    inZero('layers', 1, 'layer'),
    'first',
    'subnetworks[0].layers[1].layer is "first"; expected a name that no earlier entry has',
  ],
  [
    'a unit past the last',
    [...kept, 2],
    4,
    'subnetworks[0].layers[0].kept[2] is 4; expected a unit from 2 to 3: units are listed once, in ascending order',
  ],
  [
    'a repeated unit',
    [...kept, 1],
    0,
    'subnetworks[0].layers[0].kept[1] is 0; expected a unit from 1 to 3: units are listed once, in ascending order',
  ],
  [
    'unsorted units',
    kept,
    [1, 0],
    'subnetworks[0].layers[0].kept[1] is 0; expected a unit from 2 to 3: units are listed once, in ascending order',
  ],
  [
    'a negative unit',
    [...kept, 0],
    -1,
    'subnetworks[0].layers[0].kept[0] is -1; expected a unit from 0 to 3: units are listed once, in ascending order',
  ],
  ['half a unit', [...kept, 0], 0.5, 'subnetworks[0].layers[0].kept[0] is 0.5; expected the number of a unit'],
  ['a unit as text', [...kept, 0], '0', 'subnetworks[0].layers[0].kept[0] is "0"; expected the number of a unit'],
  [
    'units as an object',
    kept,
    { length: 1 },
    'subnetworks[0].layers[0].kept is an object; expected a list of the numbers of the kept units',
  ],
  ['a size of 0', shape, [0], 'subnetworks[0].layers[0].shape[0] is 0; expected a whole number of at least 1'],
  ['a size of −1', shape, [-1], 'subnetworks[0].layers[0].shape[0] is -1; expected a whole number of at least 1'],
  ['a shape of no size', shape, [], 'subnetworks[0].layers[0].shape is a list of 0; expected a list of 1 to 10000 sizes'],
  [
    'an immense shape',
    inZero('layers', 1, 'shape'),
    [1e9, 1e9, 1e9],
    'subnetworks is a list of 2; expected masks of at most 10000000 units together, not 1e+27',
  ],
  [
    'another read-out',
    inZero('readOut', 'kind'),
    'no-head',
    'subnetworks[0].readOut.kind is "no-head"; expected "new-head" or "original-head"',
  ],
  [
    'units that are none',
    inZero('layers', 0, 'granularity'),
    'channels',
    'subnetworks[0].layers[0].granularity is "channels"; expected "channel", "element" or {"channelGroup": a whole number of at least 2}',
  ],
  [
    'no units',
    inZero('layers', 0, 'granularity'),
    undefined,
    'subnetworks[0].layers[0].granularity is missing; expected "channel", "element" or {"channelGroup": a whole number of at least 2}',
  ],
  [
    'groups of one channel',
    inZero('layers', 0, 'granularity'),
    { channelGroup: 1 },
    'subnetworks[0].layers[0].granularity.channelGroup is 1; expected a whole number of at least 2',
  ],
  [
    'channels along two axes',
    inZero('layers', 1, 'granularity'),
    'channel',
    'subnetworks[0].layers[1].shape is a list of 2; expected one size, for a mask of channels',
  ],
  ['a short kernel row', [...kernel, 1], [3], 'subnetworks[0].readOut.kernel[1] is a list of 1; expected 2 weights, one a class'],
  ['no kernel row', kernel, [], 'subnetworks[0].readOut.kernel is a list of 0; expected a row of weights for each input'],
  [
    'a weight as null, which NaN becomes',
    [...kernel, 0, 1],
    null,
    'subnetworks[0].readOut.kernel[0][1] is null; expected a finite 32-bit float',
  ],
  ['a weight past 32 bits', [...kernel, 0, 1], 1e39, 'subnetworks[0].readOut.kernel[0][1] is 1e+39; expected a finite 32-bit float'],
  ['a weight between 32-bit floats', [...kernel, 0, 1], 0.1, 'subnetworks[0].readOut.kernel[0][1] is 0.1; expected a finite 32-bit float'],
  ['a bias too many', inZero('readOut', 'bias'), [1, 2, 3], 'subnetworks[0].readOut.bias is a list of 3; expected 2 biases, one a class'],
  [
    'a repeated class',
    inZero('readOut', 'classNames'),
    ['a', 'a'],
    'subnetworks[0].readOut.classNames[1] is "a"; expected a name that no earlier entry has',
  ],
  [
    'a class the task does not have',
    inZero('classOf', 1),
    2,
    'subnetworks[0].classOf[1] is 2; expected a class of the task, from 0 to 1, or null for none',
  ],
  ['half a class', inZero('classOf', 1), 0.5, 'subnetworks[0].classOf[1] is 0.5; expected a class of the task, or null for none'],
  ['no class of the dataset', inZero('classOf'), [], 'subnetworks[0].classOf is a list of 0; expected a list of 1 to 65535 classes'],
])('refuses %s', (_, path, value, reason) => {
  expect(() => read(sealText(changed(path, value)))).toThrow(
    expect.objectContaining({ name: 'DumError', code: 'bad-input', message: `runs/masks.json: ${reason}` }),
  );
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('refuses a number that no double holds', () => {
  const body = JSON.stringify(documentIn(text)).replace('"alpha":0.001', '"alpha":1e999');
  expect(() => read(sealBody(body))).toThrow(
    'runs/masks.json: subnetworks[0].alpha is Infinity; expected a finite number of at least 0, or one for each layer by name',
  );
});

test('each reader names the other one for a file of its kind', () => {
  expect(() => maskSetFromJson(text, { name })).toThrow(
    'runs/masks.json: the format is "dum-subnetworks", expected "dum-mask-set"; read it with subnetworksFromJson',
  );
  const { masks } = subnetwork('zero');
  expect(() => read(maskSetToJson(masks))).toThrow('read it with maskSetFromJson');
});

const pathsIn = (value: unknown, path: Path = []): Path[] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, entry]) => pathsIn(entry, [...path, Array.isArray(value) ? Number(key) : key]))
    : []),
];

test('any value anywhere in a rightly sealed file is refused, or read as just that value', () => {
  const paths = pathsIn(documentIn(text)).slice(1);
  const values = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(0, -1, 1e308, 2 ** 31, 2 ** 53, '', '__proto__', null, [], {}, [[]], [0, 0], undefined),
    fc.constantFrom(...paths).map((path) => path.reduce<unknown>((node, key) => (node as Node)[key], documentIn(text))),
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), values, (path, value) => {
      const document = changed(path, value);
      try {
        const subnetworks = read(sealText(document));
        expect(documentIn(subnetworksToJson(subnetworks))).toEqual(JSON.parse(JSON.stringify(document)));
      } catch (error) {
        expect(error).toBeInstanceOf(DumError);
        expect((error as DumError).message).toMatch(/^runs\/masks\.json: .*(expected|update @dum)/s);
      }
    }),
    { numRuns: 2_000 },
  );
});
