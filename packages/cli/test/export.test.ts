import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { loadNetwork, saveNetwork } from '@dum/experiments/store';
import { importKeras } from '@dum/keras';
import { insertMasks } from '@dum/masks';
import { runDum, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const at = (...names: string[]) => join(folder, ...names);
const golden = (name: string) => fileURLToPath(new URL(`../../keras/test/golden/${name}`, import.meta.url));

beforeAll(async () => {
  await useBackend('wasm');
  await runDum('import', golden('conv-bn.keras3.keras'), '--out', at('network'), '--pixel-range', '0-255');
  await runDum('import', golden('nested.keras3.keras'), '--out', at('nested'));
});

const answersOf = async (folderOrFile: string): Promise<Float32Array> => {
  const network = folderOrFile.endsWith('.h5') ? (await importKeras(folderOrFile)).network : await loadNetwork(folderOrFile);
  const shape = [2, ...(network.inputs[0]!.shape.slice(1) as number[])];
  const x = Float32Array.from({ length: shape.reduce((product, size) => product * size) }, (_, i) => Math.sin(i));
  return (await (network.predict(tensor(x, shape)) as Tensor).data()) as Float32Array;
};

describe('dum export', () => {
  it('writes a network for Keras, which computes the same, and lists what the file leaves out', async () => {
    const { code, stdout, stderr } = await runDum('export', '--network', at('network'), '--out', at('new', 'network.h5'));
    const { length } = readFileSync(at('new', 'network.h5'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: `1195 parameters, ${length} bytes; the file is ${at('new', 'network.h5')}\n` });
    expect(stderr).toBe('dum export: the file does not record the range of inputs, 0-255\n');
    expect(await answersOf(at('new', 'network.h5'))).toEqual(await answersOf(at('network')));
    expect(readdirSync(at('new'))).toEqual(['network.h5']);
  });

  it('lays networks within the network open', async () => {
    const { code, stderr } = await runDum('export', '--network', at('nested'), '--out', at('nested.h5'));
    expect(code).toBe(0);
    expect(stderr).toContain('dum export: nested networks are flattened');
    const [flat, nested] = [await answersOf(at('nested.h5')), await answersOf(at('nested'))];
    expect(flat.map((value, i) => Math.abs(value - nested[i]!)).every((value) => value < 1e-6)).toBe(true);
  });

  it('writes the weights for NumPy, replaces a file, and prints one document', async () => {
    writeFileSync(at('weights.npz'), 'something older');
    const { code, stdout } = await runDum('export', '--network', at('network'), '--format', 'npz', '--out', at('weights.npz'), '--json');
    expect(code).toBe(0);
    const bytes = readFileSync(at('weights.npz'));
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'npz',
      file: at('weights.npz'),
      bytes: bytes.length,
      network: { parameters: 1195 },
    });
    expect(bytes.includes('conv2d/kernel.npy')).toBe(true);
  });

  it('refuses a network with masks in it, and writes nothing', async () => {
    const x = input({ shape: [4] });
    const y = layers.dense({ units: 2, name: 'head' }).apply(layers.dense({ units: 3, name: 'hidden' }).apply(x)) as SymbolicTensor;
    await saveNetwork(insertMasks(model({ inputs: x, outputs: y })).network, at('masked')).catch(() => undefined);
    const { code, stdout, stderr } = await runDum('export', '--network', at('masked'), '--out', at('masked.h5'));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Keras has no masks; cut the subnetwork out first, by dum extract');
    expect(existsSync(at('masked.h5'))).toBe(false);
  });

  it.each([
    ['another ending', ['--out', at('no.keras')], 'expected a file that ends in .h5 or .npz'],
    ['an ending of another form', ['--out', at('no.npz'), '--format', 'keras-h5'], 'expected a file that ends in .h5'],
    ['another form', ['--out', at('no.h5'), '--format', 'onnx'], '--format is "onnx"; expected one of keras-h5, npz'],
    ['a folder', ['--out', at('folder.h5')], 'is a folder; give the path of a file'],
    ['a place within a file', ['--out', at('network', 'model.json', 'no.h5')], 'is a file, not a folder'],
    ['a null byte', ['--out', `${at('no')}\0.h5`], '--out holds a null byte'],
    ['no --out', [], "required option '--out <file>' not specified"],
  ])('refuses %s, and writes nothing', async (_, given, reason) => {
    mkdirSync(at('folder.h5'), { recursive: true });
    const { code, stdout, stderr } = await runDum('export', '--network', at('network'), ...given);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
    for (const name of ['no.h5', 'no.npz', 'no.keras']) expect(existsSync(at(name))).toBe(false);
    expect(readdirSync(at('folder.h5'))).toEqual([]);
  });
});
