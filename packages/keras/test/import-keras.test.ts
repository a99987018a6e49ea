import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { importKeras, parseKeras } from '@dum/keras';
import { type Golden, goldenBytes, goldenFolder, worstDifference } from './_import.js';
import { archive, type Config, entriesOf, withConfig } from './_rewrite.js';

const folder = mkdtempSync(join(tmpdir(), 'dum-keras-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  await useBackend('wasm');
});

const golden = (name: string) => JSON.parse(readFileSync(join(goldenFolder, `${name}.json`), 'utf8')) as Golden;
const hostile = (name: string) => fileURLToPath(new URL(`hostile/${name}.h5`, import.meta.url));

describe('importKeras', () => {
  it('reads a path and bytes, which stay as they were', async () => {
    const bytes = goldenBytes('dense.keras2.h5');
    const before = Uint8Array.from(bytes);
    const [fromPath, fromBytes] = [await importKeras(join(goldenFolder, 'dense.keras2.h5')), await importKeras(bytes)];
    expect(bytes).toEqual(before);
    for (const { network, kerasVersion, notes } of [fromPath, fromBytes]) {
      expect([kerasVersion, notes]).toEqual(['2.21.0', []]);
      expect(await worstDifference(network, golden('dense.keras2'))).toBeLessThan(1e-6);
      network.dispose();
    }
  });

  it('lists what it left out and renamed', async () => {
    const { notes } = await importKeras(join(goldenFolder, 'preprocessing.keras3.keras'));
    expect(notes).toEqual([
      'layer "random_flip" (RandomFlip) acts in training only and is left out',
      'layer "gaussian_noise" (GaussianNoise) acts in training only and is left out',
    ]);
    expect((await importKeras(join(goldenFolder, 'nested.keras3.keras'))).notes).toEqual([
      'layer "conv" of "middle" is named "middle_conv" here, since names differ here throughout a network',
    ]);
  });

  it.each([
    ['no file', join(folder, 'none.keras'), 'there is no such file'],
    ['a folder', folder, 'it is a folder, not a file; give a .keras or .h5 file, or a folder with the model.json'],
    ['a device', '/dev/null', 'not a regular file'],
    ['a path with a null byte', 'a\0b', 'null byte'],
    ['no bytes', new Uint8Array(), 'the Keras file is empty'],
    ['something else', 7 as never, 'is a number, expected a path or a Uint8Array'],
  ])('refuses %s', async (_, file, reason) => {
    await expect(importKeras(file)).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining(reason) as string });
  });

  it('refuses a time that is none', async () => {
    await expect(importKeras('any', { seconds: -1 })).rejects.toThrow('seconds is -1, expected a number above 0');
    await expect(importKeras('any', { seconds: NaN })).rejects.toThrow('seconds is NaN');
  });

  it('names the file in what its worker refuses', async () => {
    const file = hostile('infinite');
    await expect(importKeras(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: `importKeras: ${file} has weights at /model_weights/d/d/kernel:0 that are not finite`,
    });
    await expect(importKeras(file, { name: 'mine' })).rejects.toThrow('importKeras: mine has weights');
  });

  it('stops when its time is up: this file keeps HDF5 busy without end', async () => {
    await expect(importKeras(hostile('endless'), { seconds: 2 })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('was not read within 2 s; it may be damaged or hostile') as string,
    });
  });

  it('stops when its signal is aborted', async () => {
    const file = join(goldenFolder, 'dense.keras3.keras');
    const stopped = new Error('enough');
    await expect(importKeras(file, { signal: AbortSignal.abort(stopped) })).rejects.toBe(stopped);
    const controller = new AbortController();
    const started = importKeras(file, { signal: controller.signal });
    setTimeout(() => controller.abort(stopped), 1);
    await expect(started).rejects.toBe(stopped);
  });

  it('leaves no tensor of a network that TensorFlow.js does not build', async () => {
    const bytes = await withConfig(goldenBytes('residual.keras3.keras'), ({ config }) => {
      const add = config.layers.find(({ class_name }) => class_name === 'Add')!;
      const [call] = add.inbound_nodes as { args: [unknown[]] }[];
      call!.args[0].pop(); // TensorFlow.js adds no less than two
    });
    const before = memory().numTensors;
    await expect(importKeras(bytes)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('TensorFlow.js cannot build the network of the Keras file') as string,
    });
    expect(memory().numTensors).toBe(before);
  });
});

describe('what a file can cost', () => {
  /** What becomes of files that are read one after the other in a process of their own, and the most memory that it took, in MiB. */
  const costOf = (files: readonly string[]): { readonly outcomes: readonly string[]; readonly mebibytes: number } => {
    const compiled = new URL('../dist/index.js', import.meta.url).href;
    const script = `import { importKeras } from '${compiled}';
      const outcomes = [];
      for (const file of process.argv.slice(1)) outcomes.push(await importKeras(file).then(() => 'read', (error) => error.code));
      console.log(JSON.stringify({ outcomes, mebibytes: process.resourceUsage().maxRSS / 1024 }));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, ...files], { encoding: 'utf8' });
    expect(stderr).not.toContain('Error');
    return JSON.parse(stdout) as ReturnType<typeof costOf>;
  };

  it('stays below 512 MiB for each hostile .h5', () => {
    const files = ['names-all-one', 'one-gibibyte', 'four-gibibytes', 'sixteen-tebibytes', 'deflated', 'config-of-nesting'].map(hostile);
    const { outcomes, mebibytes } = costOf(files);
    expect(outcomes).toEqual(files.map(() => 'bad-input'));
    expect(mebibytes).toBeLessThan(512);
  });

  it('stays below 512 MiB for each hostile .keras', async () => {
    const whole = goldenBytes('dense.keras3.keras');
    const entries = await entriesOf(whole);
    const dense = ({ config }: Config) => config.layers.find(({ config: { name } }) => name === 'dense')!;
    const bomb = new Uint8Array(2 ** 24);
    const made: Readonly<Record<string, Promise<Uint8Array> | Uint8Array>> = {
      truncated: whole.subarray(0, whole.length / 2),
      units: withConfig(whole, (config) => void Object.assign(dense(config).config, { units: 1e9 })),
      parameters: withConfig(whole, (config) => void Object.assign(dense(config).config, { units: 2 ** 20 })),
      layers: withConfig(whole, ({ config }) => {
        config.layers = Array.from({ length: 1e5 }, (_, i) => ({ class_name: 'Dense', config: { name: `d${i}`, units: 1 } }));
      }),
      nesting: withConfig(whole, (config) => JSON.stringify(config).replace('16', `${'['.repeat(1e5)}${']'.repeat(1e5)}`)),
      config: archive({ ...entries, 'config.json': bomb }, { level: 9 }),
      weights: archive({ ...entries, 'model.weights.h5': bomb }, { level: 9 }),
    };
    const files = await Promise.all(
      Object.entries(made).map(async ([name, bytes]) => {
        const file = join(folder, `${name}.keras`);
        writeFileSync(file, await bytes);
        return file;
      }),
    );
    const { outcomes, mebibytes } = costOf(files);
    expect(outcomes).toEqual(files.map(() => 'bad-input'));
    expect(mebibytes).toBeLessThan(512);
  });
});

describe('parseKeras', () => {
  it('gives data alone: the same that importKeras builds', async () => {
    const { artifacts } = await parseKeras(goldenBytes('shared.keras3.keras'));
    const { network } = await importKeras(join(goldenFolder, 'shared.keras3.keras'));
    expect(artifacts.weightSpecs.map(({ name, shape }) => ({ name, shape }))).toEqual(
      expect.arrayContaining(network.weights.map(({ originalName, shape }) => ({ name: originalName, shape }))),
    );
    expect(artifacts.weightData.byteLength).toBe(4 * network.countParams());
  });
});
