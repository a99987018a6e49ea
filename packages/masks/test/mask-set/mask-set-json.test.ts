import { createHash } from 'node:crypto';
import { channelGroups, createMaskSet, maskSetFromJson, maskSetToJson } from '@dum/masks/mask-set';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyMasks, network } from './arbitrary-masks.js';
import { sealText } from './sealed-text.js';

const name = 'union.json';

test('writes the documented text', () => {
  const masks = createMaskSet(network, [
    { layer: 'dense', shape: [5], kept: [0, 1, 0, 0, 1] },
    { layer: 'conv', places: ['conv', 'sum'], shape: [1, 2, 2], kept: [0, 0, 0, 0] },
    { layer: 'heads', granularity: channelGroups(16), shape: [2], kept: [0, 1] },
  ]);
  const body = `{"format":"dum-mask-set","version":2,"network":"${network}","layers":[
{"layer":"dense","granularity":"channel","shape":[5],"kept":[1,4]},
{"layer":"conv","places":["conv","sum"],"granularity":"element","shape":[1,2,2],"kept":[]},
{"layer":"heads","granularity":{"channelGroup":16},"shape":[2],"kept":[1]}
]`;
  const checksum = createHash('sha256').update(body, 'utf8').digest('hex');
  expect(maskSetToJson(masks)).toBe(`${body},\n"checksum":"${checksum}"}\n`);
});

test('reads back exactly what was written', () => {
  fc.assert(
    fc.property(anyMasks, (masks) => {
      expect(maskSetFromJson(maskSetToJson(masks), { name })).toStrictEqual(masks);
    }),
  );
});

test('holds a layer of 100,000 units', () => {
  const kept = Uint8Array.from({ length: 100_000 }, (_, unit) => (unit % 7 === 0 ? 1 : 0));
  const masks = createMaskSet(network, [{ layer: 'wide', shape: [100_000], kept }]);
  expect(maskSetFromJson(maskSetToJson(masks), { name })).toEqual(masks);
});

test('refuses an immense shape before it allocates', () => {
  const layers = [{ layer: 'vast', granularity: 'element', shape: [2 ** 31, 2 ** 31], kept: [] }];
  expect(() => maskSetFromJson(sealText({ format: 'dum-mask-set', version: 2, network, layers }), { name })).toThrow(
    'union.json: layers is a list of 1; expected masks of at most 10000000 units together, not 4611686018427388000',
  );
});

test('refuses too many layers', () => {
  const layers = Array.from({ length: 10_001 }, (_, place) => ({ layer: `${place}`, granularity: 'channel', shape: [1], kept: [] }));
  expect(() => maskSetFromJson(sealText({ format: 'dum-mask-set', version: 2, network, layers }), { name })).toThrow(
    'union.json: layers is a list of 10001; expected a list of 1 to 10000 masked layers',
  );
});
