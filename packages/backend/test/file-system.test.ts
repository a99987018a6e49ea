import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSystem } from '@dum/backend/node';
import { useBackend } from '@dum/backend';
import { io, ones, setBackend, type Tensor, train, zeros } from '@tensorflow/tfjs-core';
import { layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { containing, matching } from './text.js';
import { denseNetwork, functionalNetwork, temporaryFolder, weightsOf } from './networks.js';

beforeAll(async () => {
  await useBackend('cpu');
  await useBackend('wasm');
});

const artifactsOf = async (network = denseNetwork()): Promise<io.ModelArtifacts> => {
  let kept: io.ModelArtifacts | undefined;
  await network.save(
    io.withSaveHandler((artifacts) => {
      kept = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    }),
  );
  return kept!;
};

const predictionOn = async (backend: string, predict: () => Tensor): Promise<number[]> => {
  await setBackend(backend);
  return Array.from(predict().dataSync());
};

describe('a network saved on wasm and loaded on cpu', () => {
  it.each([
    ['sequential', denseNetwork, [4, 3]],
    ['functional', functionalNetwork, [4, 6, 6, 2]],
  ])('has the same weights and predictions: %s', async (_, make, shape) => {
    const folder = temporaryFolder();
    await setBackend('wasm');
    const network = make();
    const saved = weightsOf(network);
    const x = ones(shape);
    const expected = await predictionOn('wasm', () => network.predict(x) as Tensor);
    await network.save(fileSystem(folder));
    await setBackend('cpu');
    const loaded = await loadLayersModel(fileSystem(folder));
    expect(weightsOf(loaded)).toEqual(saved);
    const found = await predictionOn('cpu', () => loaded.predict(x) as Tensor);
    expect(found.length).toBe(expected.length);
    expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-5);
    await setBackend('wasm');
  });
});

it('is found by its folder and by its model.json', async () => {
  const folder = temporaryFolder();
  const network = denseNetwork();
  await network.save(fileSystem(join(folder, 'model.json')));
  expect(readdirSync(folder)).toContain('model.json');
  expect(weightsOf(await loadLayersModel(fileSystem(join(folder, 'model.json'))))).toEqual(weightsOf(network));
});

describe('save', () => {
  it('keeps the metadata through save, load and save', async () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    const network = denseNetwork();
    const metadata = { input: { range: [0, 1], shape: [3] }, classNames: ['zero', 'not zero'] };
    network.setUserDefinedMetadata(metadata);
    await network.save(fileSystem(first));
    await (await loadLayersModel(fileSystem(first))).save(fileSystem(second));
    const last = await loadLayersModel(fileSystem(second));
    expect(last.getUserDefinedMetadata()).toEqual(metadata);
    expect(readFileSync(join(second, 'model.json'))).toEqual(readFileSync(join(first, 'model.json')));
  });

  it('leaves the optimizer out unless it is asked for', async () => {
    const folder = temporaryFolder();
    const network = denseNetwork();
    network.compile({ optimizer: train.adam(0.01), loss: 'meanSquaredError' });
    await network.fit(ones([4, 3]), zeros([4, 2]), { epochs: 1, verbose: 0 });
    await network.save(fileSystem(folder));
    expect((await loadLayersModel(fileSystem(folder))).optimizer).toBeUndefined();
    await network.save(fileSystem(folder), { includeOptimizer: true });
    const states = await (await loadLayersModel(fileSystem(folder))).optimizer.getWeights();
    expect(states.map(({ tensor }) => Array.from(tensor.dataSync()))).toEqual(
      (await network.optimizer.getWeights()).map(({ tensor }) => Array.from(tensor.dataSync())),
    );
  });

  it('makes the folder, replaces the network in it, and leaves every other file alone', async () => {
    const folder = join(temporaryFolder(), 'deep', 'er');
    await denseNetwork(5).save(fileSystem(folder));
    writeFileSync(join(folder, 'weights.bin'), 'mine');
    writeFileSync(join(folder, 'weights-old.bin'), 'mine');
    const { modelArtifactsInfo, errors } = await denseNetwork(7).save(fileSystem(folder));
    expect(errors).toBeUndefined();
    expect(modelArtifactsInfo.weightDataBytes).toBe(4 * (3 * 7 + 7 + 7 * 2 + 2));
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['model.json', matching(/^weights-[0-9a-f]{16}\.bin$/), 'weights-old.bin', 'weights.bin']);
    expect((await loadLayersModel(fileSystem(folder))).layers[0]!.outputShape).toEqual([null, 7]);
  });

  it('removes what a killed save left, but not what a running one has', async () => {
    const folder = temporaryFolder();
    const [stale, fresh] = ['.model.json.00000000-0000-0000-0000-000000000000.tmp', '.model.json.11111111-0000-0000-0000-000000000000.tmp'];
    for (const name of [stale, fresh]) writeFileSync(join(folder, name), '{');
    utimesSync(join(folder, stale), 1, 1);
    await denseNetwork().save(fileSystem(folder));
    expect(readdirSync(folder)).toContain(fresh);
    expect(readdirSync(folder)).not.toContain(stale);
  });

  it('takes concurrent saves one after the other', async () => {
    const folder = temporaryFolder();
    await Promise.all([3, 4, 5, 6].map((units) => denseNetwork(units).save(fileSystem(folder))));
    expect(readdirSync(folder)).toHaveLength(2);
    expect((await loadLayersModel(fileSystem(folder))).layers[0]!.outputShape).toEqual([null, 6]);
  });

  it('never shows a reader anything but a whole network', async () => {
    const folder = temporaryFolder();
    await denseNetwork(3).save(fileSystem(folder));
    let done = false;
    const writer = (async () => {
      for (let units = 4; units < 24; units++) await denseNetwork(units).save(fileSystem(folder));
      done = true;
    })();
    let reads = 0;
    while (!done) {
      const { weightSpecs, weightData } = await fileSystem(folder).load();
      const units = weightSpecs![0]!.shape[1]!;
      expect((weightData as ArrayBuffer).byteLength).toBe(4 * (units * 6 + 2));
      reads++;
    }
    await writer;
    expect(reads).toBeGreaterThan(0);
  });

  it('refuses weights that are not finite, naming them, and keeps the network that was there', async () => {
    const folder = temporaryFolder();
    const network = denseNetwork();
    await network.save(fileSystem(folder));
    const before = readFileSync(join(folder, 'model.json'));
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const broken = denseNetwork();
      const [kernel, ...others] = broken.getWeights();
      const values = kernel!.dataSync().slice();
      values[4] = bad;
      const { tensor } = await import('@tensorflow/tfjs-core');
      broken.setWeights([tensor(values, kernel!.shape), ...others]);
      await expect(broken.save(fileSystem(folder))).rejects.toMatchObject({
        code: 'bad-input',
        message: matching(/"hidden\/kernel".*position 4/),
      });
    }
    expect(readFileSync(join(folder, 'model.json'))).toEqual(before);
  });

  it('refuses what it could not load again', async () => {
    const folder = temporaryFolder();
    const twice = sequential({
      layers: [layers.dense({ units: 2, inputShape: [2], name: 'same' }), layers.dense({ units: 2, name: 'same' })],
    });
    await expect(twice.save(fileSystem(folder))).rejects.toMatchObject({ code: 'bad-input', message: containing('"same') });
    await expect(fileSystem(folder).save({ modelTopology: new ArrayBuffer(4) })).rejects.toMatchObject({ code: 'bad-input' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('joins buffers that a tensor straddles', async () => {
    const folder = temporaryFolder();
    const artifacts = await artifactsOf();
    const whole = artifacts.weightData as ArrayBuffer;
    await fileSystem(folder).save({ ...artifacts, weightData: [whole.slice(0, 7), whole.slice(7, 31), whole.slice(31)] });
    expect((await fileSystem(folder).load()).weightData).toEqual(whole);
  });
});

describe('load', () => {
  it.each([
    ['a missing folder', (folder: string) => join(folder, 'absent'), /absent\/model\.json: there is no such file; give a folder/],
    ['a folder without a network', (folder: string) => folder, /model\.json: there is no such file/],
    ['a file', (folder: string) => join(folder, 'file'), /a part of the path is a file/],
    ['a folder named model.json', (folder: string) => join(folder, 'trap'), /model\.json: it is a folder, not a file/],
    ['a circle of links', (folder: string) => join(folder, 'circle'), /go round in a circle/],
    ['text', (folder: string) => join(folder, 'text'), /is not JSON/],
    ['a list', (folder: string) => join(folder, 'list'), /not a saved LayersModel/],
  ])('refuses %s', async (_, path, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'trap', 'model.json'), { recursive: true });
    mkdirSync(join(folder, 'circle'));
    symlinkSync('model.json', join(folder, 'circle', 'model.json'));
    for (const [name, text] of [
      ['text', '<html>'],
      ['list', '[]'],
    ] as const) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'model.json'), text);
    }
    await expect(loadLayersModel(fileSystem(path(folder)))).rejects.toMatchObject({
      name: 'DumError',
      code: 'bad-input',
      message: matching(message),
    });
  });

  it.each(['', 'a\0b', 'file:///tmp/x', undefined as unknown as string])('refuses the folder %j', (folder) => {
    expect(() => fileSystem(folder)).toThrow(/expected a path such as/);
  });

  it('takes a network of stock TensorFlow.js in shards and groups, quantized or not', async () => {
    const folder = temporaryFolder();
    const { modelTopology, weightSpecs, weightData } = await artifactsOf(denseNetwork(4));
    const whole = weightData as ArrayBuffer;
    const [kernel, bias, ...output] = weightSpecs!;
    writeFileSync(join(folder, 'group1-shard1of2.bin'), new Uint8Array(whole, 0, 21));
    writeFileSync(join(folder, 'group1-shard2of2.bin'), new Uint8Array(whole, 21, 27));
    writeFileSync(join(folder, 'group2-shard1of1.bin'), Uint8Array.from([0, 128, 255, 64]));
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub', 'group3.bin'), new Uint8Array(whole, 64));
    const weightsManifest = [
      { paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'], weights: [kernel!] },
      { paths: ['group2-shard1of1.bin'], weights: [{ ...bias!, quantization: { dtype: 'uint8' as const, scale: 0.01, min: -1 } }] },
      { paths: ['sub/group3.bin'], weights: output },
    ];
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ modelTopology, weightsManifest, format: 'layers-model' }));
    const weights = weightsOf(await loadLayersModel(fileSystem(folder)));
    expect(weights[0]).toEqual(Array.from(new Float32Array(whole, 0, 12)));
    expect(weights[1]).toEqual([-1, 0.28, 1.55, -0.36].map((value) => expect.closeTo(value, 6) as number));
    expect(weights.slice(2).flat()).toEqual(Array.from(new Float32Array(whole, 64)));
  });

  it('finds the weights beside model.json when the whole folder was moved', async () => {
    const folder = temporaryFolder();
    await denseNetwork().save(fileSystem(join(folder, 'before')));
    renameSync(join(folder, 'before'), join(folder, 'after'));
    symlinkSync('after', join(folder, 'link'));
    await expect(loadLayersModel(fileSystem(join(folder, 'link')))).resolves.toBeDefined();
  });
});
