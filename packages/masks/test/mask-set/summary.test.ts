import { DumError } from '@dum/errors';
import { createMaskSet, summarizeMasks, type MaskSet, type Wiring } from '@dum/masks/mask-set';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { network } from './arbitrary-masks.js';

const hidden = createMaskSet(network, [
  { layer: 'dense_300', shape: [300], kept: new Uint8Array(300).fill(1, 0, 90) },
  { layer: 'dense_100', shape: [100], kept: new Uint8Array(100).fill(1, 0, 32) },
]);
const wiring: Wiring[] = [
  { layer: 'dense_300', kernelParameters: 784 * 300, biasParameters: 300, outputs: 'dense_300' },
  { layer: 'dense_100', kernelParameters: 300 * 100, biasParameters: 100, inputs: 'dense_300', outputs: 'dense_100' },
  { layer: 'head', kernelParameters: 100 * 2, biasParameters: 2, inputs: 'dense_100' },
];

test('counts units alone without a wiring', () => {
  expect(summarizeMasks(hidden)).toEqual({
    units: { kept: 122, total: 400 },
    layers: [
      { layer: 'dense_300', units: { kept: 90, total: 300 } },
      { layer: 'dense_100', units: { kept: 32, total: 100 } },
    ],
  });
});

test('counts the parameters of 784-300-100-2', () => {
  expect(summarizeMasks(hidden, wiring)).toEqual({
    units: { kept: 122, total: 400 },
    parameters: { kept: 785 * 90 + 91 * 32 + 33 * 2, total: 785 * 300 + 301 * 100 + 101 * 2 },
    multiplyAdds: { kept: 784 * 90 + 90 * 32 + 32 * 2, total: 784 * 300 + 300 * 100 + 100 * 2 },
    layers: [
      { layer: 'dense_300', units: { kept: 90, total: 300 }, parameters: { kept: 785 * 90, total: 785 * 300 } },
      { layer: 'dense_100', units: { kept: 32, total: 100 }, parameters: { kept: 91 * 32, total: 301 * 100 } },
    ],
  });
});

const maskOf = (layer: string) =>
  fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 40 }).map((kept) => ({ layer, shape: [kept.length], kept }));

test('agrees with counting the weights of a dense layer one by one', () => {
  fc.assert(
    fc.property(maskOf('before'), maskOf('behind'), (before, behind) => {
      const masks: MaskSet = createMaskSet(network, [before, behind]);
      const dense: Wiring = {
        layer: 'dense',
        kernelParameters: before.kept.length * behind.kept.length,
        biasParameters: behind.kept.length,
        inputs: 'before',
        outputs: 'behind',
      };
      let kept = 0;
      for (const output of behind.kept) {
        kept += output;
        for (const input of before.kept) kept += input * output;
      }
      const { parameters, layers } = summarizeMasks(masks, [dense]);
      expect(parameters).toEqual({ kept, total: dense.kernelParameters + dense.biasParameters });
      expect(layers.map((row) => row.parameters)).toEqual([{ kept: 0, total: 0 }, parameters]);
    }),
  );
});

test('counts the channels of a convolution and the dense layer behind its flattened map', () => {
  const masks = createMaskSet(network, [{ layer: 'conv', shape: [16], kept: new Uint8Array(16).fill(1, 0, 5) }]);
  const { parameters } = summarizeMasks(masks, [
    { layer: 'conv', kernelParameters: 3 * 3 * 3 * 16, biasParameters: 16, outputs: 'conv' },
    { layer: 'head', kernelParameters: 7 * 7 * 16 * 10, biasParameters: 10, inputs: 'conv' },
  ]);
  expect(parameters).toEqual({ kept: 28 * 5 + 7 * 7 * 5 * 10 + 10, total: 28 * 16 + 7 * 7 * 16 * 10 + 10 });
});

test.each<[Wiring[], string]>([
  [
    [{ ...wiring[0]!, inputs: 'dense_30' }],
    'summarizeMasks: wiring of "dense_300": no masked layer is named "dense_30"; these masks have dense_300, dense_100. Did you mean "dense_300"?',
  ],
  [
    [{ ...wiring[0]!, outputs: 'conv' }],
    'summarizeMasks: wiring of "dense_300": no masked layer is named "conv"; these masks have dense_300, dense_100.',
  ],
  [
    [{ ...wiring[0]!, kernelParameters: -1 }],
    'summarizeMasks: wiring of "dense_300": kernelParameters is -1; expected a whole number of at least 0',
  ],
  [
    [{ ...wiring[0]!, biasParameters: NaN }],
    'summarizeMasks: wiring of "dense_300": biasParameters is NaN; expected a whole number of at least 0',
  ],
  [[wiring[0]!, wiring[0]!], 'summarizeMasks: wiring of "dense_300" occurs twice; give each weighted layer once'],
])('refuses a wiring that does not fit', (wires, message) => {
  expect(() => summarizeMasks(hidden, wires)).toThrow(new DumError('bad-input', message));
});
