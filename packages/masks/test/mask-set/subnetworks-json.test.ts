import { createHash } from 'node:crypto';
import { createMaskSet, subnetworksFromJson, subnetworksToJson, type NewHead, type MaskCheck, type Subnetwork } from '@dum/masks/mask-set';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anySubnetworks, network, otherNetwork } from './arbitrary-masks.js';

const name = 'masks.json';

const head: NewHead = {
  kind: 'new-head',
  classNames: ['rest', 'zero'],
  kernel: Float32Array.of(0.1, -0, 1e-7, 3, 4, 5),
  bias: Float32Array.of(-1.5, 2),
};

const zero: Subnetwork = {
  task: 'zero',
  status: 'found',
  masks: createMaskSet(network, [
    { layer: 'dense_300', shape: [5], kept: [0, 1, 0, 0, 1] },
    { layer: 'conv', shape: [1, 2, 2], kept: [0, 0, 0, 0] },
  ]),
  readOut: head,
  alpha: 0.001,
  seed: 7,
  estimator: 'gumbelSigmoid({ temperature: 0.5 })',
  penalty: '0.001 · expectedUnits',
  classOf: [1, 0, 65_535],
};

const zeroText = `{"format":"dum-subnetworks","version":5,"network":"${network}","subnetworks":[
{"task":"zero","status":"found","alpha":0.001,"seed":7,"estimator":"gumbelSigmoid({ temperature: 0.5 })","penalty":"0.001 · expectedUnits","classOf":[1,0,null],"layers":[{"layer":"dense_300","granularity":"channel","shape":[5],"kept":[1,4]},{"layer":"conv","granularity":"element","shape":[1,2,2],"kept":[]}],"readOut":{"kind":"new-head","classNames":["rest","zero"],"kernel":[[0.10000000149011612,-0],[1.0000000116860974e-7,3],[4,5]],"bias":[-1.5,2]}}
]`;

test('writes the documented text', () => {
  const checksum = createHash('sha256').update(zeroText, 'utf8').digest('hex');
  expect(subnetworksToJson([zero])).toBe(`${zeroText},\n"checksum":"${checksum}"}\n`);
});

test('reads back exactly what was written', () => {
  fc.assert(
    fc.property(anySubnetworks, (subnetworks) => {
      const text = subnetworksToJson(subnetworks);
      expect(subnetworksFromJson(text, { name })).toStrictEqual(subnetworks);
      expect(subnetworksToJson(subnetworksFromJson(text, { name }))).toBe(text);
    }),
  );
});

test('holds the original head', () => {
  const original: Subnetwork = { ...zero, task: 'own', readOut: { kind: 'original-head', classNames: ['rest', 'zero'] } };
  const text = subnetworksToJson([zero, original]);
  expect(text).toContain('"readOut":{"kind":"original-head","classNames":["rest","zero"]}');
  expect(subnetworksFromJson(text, { name })).toStrictEqual([zero, original]);
});

test('holds re-estimated statistics, as 32-bit floats', () => {
  const normalized: Subnetwork = {
    ...zero,
    normalization: {
      kind: 're-estimated',
      samples: 2048,
      statistics: [{ layer: 'norm', mean: Float32Array.of(0.1, -2), variance: Float32Array.of(0, 1.5) }],
    },
  };
  const text = subnetworksToJson([zero, { ...normalized, task: 'one' }]);
  expect(text).toContain(
    ',"normalization":{"kind":"re-estimated","samples":2048,"statistics":[{"layer":"norm","mean":[0.10000000149011612,-2],"variance":[0,1.5]}]}}',
  );
  expect(subnetworksFromJson(text, { name })).toStrictEqual([zero, { ...normalized, task: 'one' }]);
});

test.each([
  ['variance[1] is -1; expected a finite 32-bit float of at least 0', { variance: Float32Array.of(0, -1) }],
  ['mean[0] is NaN; expected a finite 32-bit float', { mean: Float32Array.of(Number.NaN, 0) }],
  ['variance is a list of 1; expected 2 variances, one for each channel', { variance: Float32Array.of(1) }],
  ['layer is ""; expected a non-empty text', { layer: '' }],
])('refuses statistics whose %s', (message, change) => {
  const statistics = [{ layer: 'norm', mean: Float32Array.of(0, 1), variance: Float32Array.of(1, 1), ...change }];
  expect(() => subnetworksToJson([{ ...zero, normalization: { kind: 're-estimated', samples: 9, statistics } }])).toThrow(
    `subnetworks[0].normalization.statistics[0].${message}`,
  );
});

const check = { status: 'above-random', objective: 0.5, compared: { random: 0.25, baseline: 0.75 }, again: 'random' } as const;

test('holds how a mask compares with others', () => {
  const text = subnetworksToJson([zero, { ...zero, task: 'one', check }]);
  expect(text).toContain(',"check":{"status":"above-random","objective":0.5,"compared":{"random":0.25,"baseline":0.75},"again":"random"}}');
  expect(subnetworksFromJson(text, { name })).toStrictEqual([zero, { ...zero, task: 'one', check }]);
});

test.each([
  ['objective is NaN; expected a finite number', { objective: Number.NaN }],
  ['status is "fine"; expected one of "best", "above-all-units", "above-random", "above-baseline"', { status: 'fine' }],
  ['again is "network"; expected one of "all-units", "random", "baseline"', { again: 'network' }],
])('refuses a check whose %s', (message, change) => {
  expect(() => subnetworksToJson([{ ...zero, check: { ...check, ...change } as MaskCheck }])).toThrow(`subnetworks[0].check.${message}`);
});

const constants = (layers: readonly { layer: string; values: Float32Array }[]): Subnetwork => ({
  ...zero,
  dropped: { kind: 'mean', layers },
});
const [five, four] = [Float32Array.of(0.1, -2, 0, 1, 3), Float32Array.of(1, 2, 3, 4)];

test('holds what dropped units become, as 32-bit floats', () => {
  const found = constants([
    { layer: 'dense_300', values: five },
    { layer: 'conv', values: four },
  ]);
  const text = subnetworksToJson([found]);
  expect(text).toContain(
    ',"dropped":{"kind":"mean","layers":[{"layer":"dense_300","values":[0.10000000149011612,-2,0,1,3]},{"layer":"conv","values":[1,2,3,4]}]}}',
  );
  expect(subnetworksFromJson(text, { name })).toStrictEqual([found]);
});

test.each([
  ['is a list of 1; expected 2 layers, one for each mask', [{ layer: 'dense_300', values: five }]],
  [
    '[0].layer is "conv"; expected "dense_300", in the order of the masks',
    [
      { layer: 'conv', values: four },
      { layer: 'dense_300', values: five },
    ],
  ],
  [
    '[1].values is a list of 5; expected 4 constants',
    [
      { layer: 'dense_300', values: five },
      { layer: 'conv', values: five },
    ],
  ],
  [
    '[1].values[0] is NaN; expected a finite 32-bit float',
    [
      { layer: 'dense_300', values: five },
      { layer: 'conv', values: Float32Array.of(Number.NaN, 0, 0, 0) },
    ],
  ],
])('refuses constants whose layers%s', (message, layers) => {
  expect(() => subnetworksToJson([constants(layers)])).toThrow(
    `subnetworks[0].dropped.layers${message.startsWith('[') ? '' : ' '}${message}`,
  );
});

test('holds prices by layer', () => {
  const priced: Subnetwork = { ...zero, task: 'priced', alpha: { dense_300: 0.001, conv: 0 } };
  const text = subnetworksToJson([zero, priced]);
  expect(text).toContain('"alpha":{"dense_300":0.001,"conv":0}');
  expect(subnetworksFromJson(text, { name })).toStrictEqual([zero, priced]);
});

test('holds the classes of a task with 65,535 of them', () => {
  const count = 65_535;
  const classNames = Array.from({ length: count }, (_, index) => `${index}`);
  const classOf = classNames.map((_, index) => count - 1 - index);
  const vast: Subnetwork = { ...zero, classOf, readOut: { kind: 'original-head', classNames } };
  expect(subnetworksFromJson(subnetworksToJson([vast]), { name })).toEqual([vast]);
  expect(() => subnetworksToJson([{ ...vast, classOf: [...classOf, 0] }])).toThrow(
    'subnetworks[0].classOf is a list of 65536; expected a list of 1 to 65535 classes',
  );
});

test('keeps every 32-bit float to the bit', () => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 1 }), (kernel) => {
      const subnetwork: Subnetwork = {
        ...zero,
        classOf: [0],
        readOut: { kind: 'new-head', classNames: ['one'], kernel, bias: Float32Array.of(0) },
      };
      const [read] = subnetworksFromJson(subnetworksToJson([subnetwork]), { name });
      expect(new Uint32Array(headOf(read!).kernel.buffer)).toEqual(new Uint32Array(Float32Array.from(kernel).buffer));
    }),
  );
});

test('reads Windows line ends and a missing last one', () => {
  const text = subnetworksToJson([zero]);
  expect(subnetworksFromJson(text.replaceAll('\n', '\r\n'), { name })).toEqual([zero]);
  expect(subnetworksFromJson(text.trimEnd(), { name })).toEqual([zero]);
});

test('reads what it was given, whatever becomes of it later', () => {
  const subnetworks = subnetworksFromJson(subnetworksToJson([zero]), { name });
  headOf(subnetworks[0]!).kernel.fill(0);
  expect(head.kernel[5]).toBe(5);
});

const headOf = ({ readOut }: Subnetwork): NewHead => readOut as NewHead;

const withReadOut = (readOut: Partial<NewHead>): Subnetwork[] => [{ ...zero, readOut: { ...head, ...readOut } }];
const elsewhere = createMaskSet(otherNetwork, zero.masks.layers);
const damaged = { ...zero.masks, layers: [{ layer: 'dense', granularity: 'channel' as const, shape: [2], kept: Uint8Array.of(1) }] };
const wide = (task: string): Subnetwork => ({
  ...zero,
  task,
  masks: createMaskSet(network, [{ layer: 'wide', shape: [6_000_000], kept: new Uint8Array(6_000_000) }]),
});

test.each<[string, Subnetwork[], string]>([
  ['no subnetwork', [], 'subnetworksToJson: there is no subnetwork to write; give at least one'],
  [
    'two networks',
    [zero, { ...zero, task: 'one', masks: elsewhere }],
    `subnetworksToJson: "zero" belongs to network ${network} and "one" to ${otherNetwork}; write one file for each network`,
  ],
  [
    'a repeated task',
    [zero, { ...zero, seed: 8 }],
    'subnetworksToJson: subnetworks[1].task is "zero"; expected a name that no earlier entry has',
  ],
  [
    'damaged masks',
    [{ ...zero, masks: damaged }],
    'createMaskSet: layer "dense" of shape [2] has 2 units but 1 values in kept; give each unit a 0 or a 1',
  ],
  [
    'a NaN weight',
    withReadOut({ kernel: Float32Array.of(1, 2, 3, NaN) }),
    'subnetworksToJson: subnetworks[0].readOut.kernel[1][1] is NaN; expected a finite 32-bit float',
  ],
  [
    'an infinite bias',
    withReadOut({ bias: Float32Array.of(1, -Infinity) }),
    'subnetworksToJson: subnetworks[0].readOut.bias[1] is -Infinity; expected a finite 32-bit float',
  ],
  [
    'a kernel of the wrong length',
    withReadOut({ kernel: Float32Array.of(1, 2, 3) }),
    'subnetworksToJson: subnetworks[0].readOut.kernel[1] is a list of 1; expected 2 weights, one a class',
  ],
  [
    'no kernel',
    withReadOut({ kernel: new Float32Array() }),
    'subnetworksToJson: subnetworks[0].readOut.kernel is a list of 0; expected a row of weights for each input',
  ],
  [
    'a bias of the wrong length',
    withReadOut({ bias: Float32Array.of(1) }),
    'subnetworksToJson: subnetworks[0].readOut.bias is a list of 1; expected 2 biases, one a class',
  ],
  [
    'no class',
    withReadOut({ classNames: [] }),
    'subnetworksToJson: subnetworks[0].readOut.classNames is a list of 0; expected a list of 1 to 65535 class names',
  ],
  [
    'a layer without a price',
    [{ ...zero, alpha: { dense_300: 1 } }],
    'subnetworksToJson: subnetworks[0].alpha is an object; expected a price for each of dense_300, conv, and for no other layer',
  ],
  [
    'a price of no layer',
    [{ ...zero, alpha: { dense_300: 1, conv: 1, dense: 1 } }],
    'subnetworksToJson: subnetworks[0].alpha is an object; expected a price for each of dense_300, conv, and for no other layer',
  ],
  [
    'a negative price',
    [{ ...zero, alpha: { dense_300: 1, conv: -1 } }],
    'subnetworksToJson: subnetworks[0].alpha.conv is -1; expected a finite number of at least 0',
  ],
  ['a negative α', [{ ...zero, alpha: -1 }], 'subnetworksToJson: subnetworks[0].alpha is -1; expected a finite number of at least 0'],
  [
    'an α that is none',
    [{ ...zero, alpha: NaN }],
    'subnetworksToJson: subnetworks[0].alpha is NaN; expected a finite number of at least 0, or one for each layer by name',
  ],
  [
    'a class the task does not have',
    [{ ...zero, classOf: [0, 2] }],
    'subnetworksToJson: subnetworks[0].classOf[1] is 2; expected a class of the task, from 0 to 1, or null for none',
  ],
  [
    'too many units',
    [wide('one'), wide('two')],
    'subnetworksToJson: subnetworks is a list of 2; expected masks of at most 10000000 units together, not 12000000',
  ],
])('does not write %s', (_, subnetworks, message) => {
  expect(() => subnetworksToJson(subnetworks)).toThrow(expect.objectContaining({ name: 'DumError', code: 'bad-input', message }));
});
