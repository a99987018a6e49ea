import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useBackend } from '@dum/backend';
import { fileSystem } from '@dum/backend/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { matching } from './text.js';
import { denseNetwork, temporaryFolder } from './networks.js';

beforeAll(async () => {
  await useBackend('cpu');
});

type Entry = Record<string, unknown>;
const sound = { name: 'w', shape: [2, 2], dtype: 'float32' };

const fourParameters = {
  class_name: 'Sequential',
  config: {
    name: 'four',
    layers: [{ class_name: 'Dense', config: { name: 'dense', units: 2, use_bias: false, batch_input_shape: [null, 2] } }],
  },
};

const write = ({
  paths = ['w.bin'],
  weights = [sound],
  bytes = new Uint8Array(16),
}: {
  paths?: unknown;
  weights?: unknown;
  bytes?: Uint8Array;
}): string => {
  const folder = join(temporaryFolder(), 'network');
  mkdirSync(folder);
  writeFileSync(join(folder, 'w.bin'), bytes);
  writeFileSync(join(folder, '..', 'outside.bin'), bytes);
  symlinkSync(join('..', 'outside.bin'), join(folder, 'link.bin'));
  symlinkSync('w.bin', join(folder, 'inner.bin'));
  symlinkSync('..', join(folder, 'up'));
  mkdirSync(join(folder, 'folder.bin'));
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ modelTopology: fourParameters, weightsManifest: [{ paths, weights }] }));
  return folder;
};

const refusal = (message: RegExp) => ({ name: 'DumError', code: 'bad-input', message: matching(message) });

describe('a path in a weight manifest', () => {
  it.each(['w.bin', './w.bin', 'inner.bin'])('%j is read', async (path) => {
    await expect(fileSystem(write({ paths: [path] })).load()).resolves.toMatchObject({ weightSpecs: [sound] });
  });

  it.each([
    '/etc/passwd',
    '../outside.bin',
    'a/../../outside.bin',
    '..',
    '',
    'w.bin\0',
    '..\\outside.bin',
    'C:\\w.bin',
    'c:w.bin',
    '\\\\host\\w.bin',
    7,
    null,
    ['w.bin'],
    { path: 'w.bin' },
  ])('%j is refused', async (path) => {
    await expect(fileSystem(write({ paths: [path] })).load()).rejects.toMatchObject(refusal(/expected a relative path inside that folder/));
  });

  it.each(['link.bin', 'up/outside.bin'])('%j, a link, is not followed out of the folder', async (path) => {
    await expect(fileSystem(write({ paths: [path] })).load()).rejects.toMatchObject(refusal(/leads out of/));
  });

  it.each([
    ['absent.bin', /there is no such file/],
    ['folder.bin', /it is a folder, not a file/],
    ['w.bin/x', /part of the path is a file/],
    [`${'n'.repeat(300)}.bin`, /path is too long/],
  ])('%j is refused where no file is', async (path, message) => {
    await expect(fileSystem(write({ paths: [path] })).load()).rejects.toMatchObject(refusal(message));
  });
});

describe('a weight in a manifest', () => {
  it.each<[string, Entry, RegExp]>([
    ['no name', { name: undefined }, /named undefined/],
    ['a negative size', { shape: [-2, -2] }, /shape \[-2,-2\]/],
    ['half a size', { shape: [2.5, 2] }, /shape \[2.5,2\]/],
    ['a size of text', { shape: ['4'] }, /shape \["4"\]/],
    ['no shape', { shape: undefined }, /shape undefined/],
    ['a size past counting', { shape: [2 ** 30, 2 ** 30] }, /too large/],
    ['an unknown dtype', { dtype: 'float64' }, /dtype "float64"/],
    ['a dtype that every object has', { dtype: 'constructor' }, /dtype "constructor"/],
    ['text', { dtype: 'string' }, /dtype "string", expected a kind of number/],
    ['an unknown quantization', { quantization: { dtype: 'uint4', scale: 1, min: 0 } }, /quantized as "uint4"/],
    ['no quantization where one is named', { quantization: null }, /quantized as undefined/],
    ['a quantization of another kind', { quantization: { dtype: 'constructor' } }, /quantized as "constructor"/],
    ['bits quantized', { dtype: 'bool', quantization: { dtype: 'uint8', scale: 1, min: 0 } }, /of dtype bool is quantized/],
    ['whole numbers as halves', { dtype: 'int32', quantization: { dtype: 'float16' } }, /of dtype int32 is quantized as float16/],
    ['a quantization past the largest number', { quantization: { dtype: 'uint16', scale: 1e37, min: 0 } }, /scale 1e\+37/],
    ['a quantization without scale', { shape: [16], quantization: { dtype: 'uint8', min: 0 } }, /scale NaN/],
  ])('with %s is refused', async (_, change, message) => {
    await expect(fileSystem(write({ weights: [{ ...sound, ...change }] })).load()).rejects.toMatchObject(refusal(message));
  });

  it.each([null, 7, 'w', []])('that is %j is refused', async (weight) => {
    await expect(fileSystem(write({ weights: [weight] })).load()).rejects.toMatchObject(refusal(/weight is named/));
  });

  it.each([0, 15, 17, 32])('is refused with %i bytes for 16', async (length) => {
    await expect(fileSystem(write({ bytes: new Uint8Array(length) })).load()).rejects.toMatchObject(
      refusal(new RegExp(`${length} bytes, expected.* 16`)),
    );
  });

  it('is refused when another has its name', async () => {
    const half = { ...sound, shape: [2] };
    await expect(fileSystem(write({ weights: [half, half] })).load()).rejects.toMatchObject(refusal(/two weights are named "w"/));
  });

  it('is refused when it is not finite, stored whole or in half', async () => {
    const whole = new Uint8Array(Float32Array.of(0, 1, Number.NaN, 2).buffer);
    await expect(fileSystem(write({ bytes: whole })).load()).rejects.toMatchObject(refusal(/"w".*not finite, at position 2/));
    const half = new Uint8Array(Uint16Array.of(0, 0x3c00, 0x4000, 0xfc00).buffer);
    const weights = [{ ...sound, quantization: { dtype: 'float16' } }];
    await expect(fileSystem(write({ bytes: half, weights })).load()).rejects.toMatchObject(refusal(/"w".*not finite, at position 3/));
  });

  it.each([undefined, 'w.bin', {}, null])('belongs to a list of paths, not to %j', async (paths) => {
    const folder = write({});
    writeFileSync(
      join(folder, 'model.json'),
      JSON.stringify({ modelTopology: denseNetwork().toJSON(null, false), weightsManifest: [{ paths, weights: [sound] }] }),
    );
    await expect(fileSystem(folder).load()).rejects.toMatchObject(refusal(/lacks its lists/));
  });
});

it('fewer weights than the layers have are refused before TensorFlow.js makes room for all', async () => {
  const few = write({ weights: [{ ...sound, shape: [3] }], bytes: new Uint8Array(12) });
  await expect(fileSystem(few).load()).rejects.toMatchObject(refusal(/have 4 parameters and its weights 3 values/));
});

describe('a topology', () => {
  it('is checked before TensorFlow.js sees it, and the file is named', async () => {
    const folder = write({});
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ modelTopology: { class_name: 'Evil', config: {} }, weightsManifest: [] }));
    await expect(fileSystem(folder).load()).rejects.toMatchObject(refusal(/network\/model\.json.*"Evil"/));
  });
});
