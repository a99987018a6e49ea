import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseKeras } from '@dum/keras';
import { goldenBytes } from './_import.js';
import { archive, type Entries, entriesOf, flipped } from './_rewrite.js';

const folder = fileURLToPath(new URL('hostile', import.meta.url));
const refusalOf = (bytes: Uint8Array) =>
  parseKeras(bytes, 'model').then(
    () => 'it was read',
    (error: unknown) => `${(error as { code?: string }).code}: ${(error as Error).message}`,
  );

const reasons: Readonly<Record<string, string>> = {
  'big-endian': 'are no float32 or float64 numbers',
  'config-of-nesting': 'has model_config that is not JSON',
  'data-elsewhere': 'cannot be read',
  deflated: 'declares more data than its 76902 bytes hold',
  'four-gibibytes': 'has 1073741824 parameters, expected at most 268435456',
  'group-for-data': 'has no data set /model_weights/d/d/kernel:0',
  half: 'are no float32 or float64 numbers',
  infinite: 'are not finite',
  'link-out': 'has no data set',
  'link-to-itself': 'has no data set',
  'no-values': 'has weights of shape [0, 16] at /model_weights/d/d/kernel:0, expected [8, 16]',
  'not-a-number': 'are not finite',
  'number-for-config': 'is no text',
  'one-gibibyte': 'declares more data than its 9048 bytes hold',
  'other-shape': 'has weights of shape [16, 8] at /model_weights/d/d/kernel:0, expected [8, 16]',
  'sixteen-tebibytes': 'layer "d" has units 4194304',
  'texts-for-data': 'are no float32 or float64 numbers',
  virtual: 'has chunked, compressed or virtual data',
  'weights-only': 'holds no model_config',
  'whole-numbers': 'are no float32 or float64 numbers',
};

describe('an HDF5 file that no Keras writes is refused', () => {
  it('has a reason for each file', () => {
    const limited = ['endless', 'names-all-one']; // need the limits of a worker
    const names = readdirSync(folder).flatMap((name) => (name.endsWith('.h5') ? [name.slice(0, -3)] : []));
    expect(names.sort()).toEqual([...Object.keys(reasons), ...limited].sort());
  });

  it.each(Object.entries(reasons))('%s', async (name, reason) => {
    const refusal = await refusalOf(readFileSync(`${folder}/${name}.h5`));
    expect(refusal).toMatch(/^bad-input: importKeras: model /);
    expect(refusal).toContain(reason);
  });
});

const dense = goldenBytes('dense.keras3.keras');
const without = (entries: Entries, left: string): Entries => Object.fromEntries(Object.entries(entries).filter(([name]) => name !== left));

const big = 2 ** 24;
const setDeclaredSize = (bytes: Uint8Array, name: string, size: number): Uint8Array => {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf('PK\x01\x02'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 4)) {
    if (copy.toString('latin1', at + 46, at + 46 + name.length) === name) copy.writeUInt32LE(size, at + 24);
  }
  return copy;
};

const archives: Readonly<Record<string, [make: () => Promise<Uint8Array> | Uint8Array, reason: string]>> = {
  'no bytes': [() => new Uint8Array(), 'is no HDF5 file'],
  text: [() => new TextEncoder().encode('<html>not found</html>'), 'is no HDF5 file'],
  'an HDF5 signature alone': [() => Uint8Array.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]), 'is no HDF5 file'],
  'a zip signature alone': [() => Uint8Array.from([0x50, 0x4b, 3, 4]), 'is a damaged archive'],
  'no weights': [async () => archive(without(await entriesOf(dense), 'model.weights.h5')), 'has no model.weights.h5'],
  'no config': [async () => archive(without(await entriesOf(dense), 'config.json')), 'has no config.json'],
  'a path that leads out': [async () => archive({ ...(await entriesOf(dense)), '../../evil': new Uint8Array(1) }), 'unsafe filename'],
  'an absolute path': [async () => archive({ ...(await entriesOf(dense)), '/etc/evil': new Uint8Array(1) }), 'unsafe filename'],
  'a bomb of a config': [
    async () => archive({ ...(await entriesOf(dense)), 'config.json': new Uint8Array(big) }, { level: 9 }),
    'declares 16777216 bytes',
  ],
  'a bomb of weights': [
    async () => archive({ ...(await entriesOf(dense)), 'model.weights.h5': new Uint8Array(big) }, { level: 9 }),
    'declares 16777216 bytes',
  ],
  'a bomb that lies about its size': [
    async () =>
      setDeclaredSize(await archive({ ...(await entriesOf(dense)), 'config.json': new Uint8Array(big) }, { level: 9 }), 'config.json', 100),
    'is a damaged archive',
  ],
  'weights that are no HDF5': [
    async () => archive({ ...(await entriesOf(dense)), 'model.weights.h5': new Uint8Array(999) }),
    'is no HDF5 file',
  ],
  'a config that is no JSON': [
    async () => archive({ ...(await entriesOf(dense)), 'config.json': new Uint8Array(9) }),
    'config.json that is not JSON',
  ],
  'no version': [
    async () => archive({ ...(await entriesOf(dense)), 'metadata.json': Buffer.from('{}') }),
    'does not say which Keras wrote it',
  ],
  'another version': [
    async () => archive({ ...(await entriesOf(dense)), 'metadata.json': Buffer.from('{"keras_version":"1.2.2"}') }),
    'was written by Keras "1.2.2", expected Keras 2 or 3',
  ],
  'a flipped bit of a weight': [
    () => flipped(dense, 8 * (Buffer.from(dense).lastIndexOf('model.weights.h5') - 5000)),
    'is a damaged archive',
  ],
};

describe('an archive that no Keras writes is refused', () => {
  it.each(Object.entries(archives))('%s', async (_, [make, reason]) => {
    const refusal = await refusalOf(await make());
    expect(refusal).toMatch(/^bad-input: importKeras: model /);
    expect(refusal).toContain(reason);
  });

  it('two entries of one name', async () => {
    const bytes = Buffer.from(await archive({ ...(await entriesOf(dense)), 'config.jso_': new Uint8Array(1) }));
    for (let at = bytes.indexOf('config.jso_'); at >= 0; at = bytes.indexOf('config.jso_', at)) bytes.write('config.json', at);
    expect(await refusalOf(bytes)).toContain('has two entries config.json');
  });

  it('deflated by hand it is read all the same', async () => {
    const repacked = await archive(await entriesOf(dense), { level: 9 });
    expect(await parseKeras(repacked)).toEqual(await parseKeras(dense));
  });
});
