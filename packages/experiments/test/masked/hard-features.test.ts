import { memory } from '@tensorflow/tfjs-core';
import { initializers, input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { insertMasks, removeHead, splitAt, writeMasks } from '@dum/masks';
import { createMaskSet } from '@dum/masks/mask-set';
import { inMemory } from '@dum/datasets';
import { mlp } from '@dum/experiments';
import { readOne } from '../_read-one.js';
import { compactFeatures } from '../../src/masked/dense/compact-features.js';
import { readChain } from '../../src/masked/dense/read-chain.js';
import { generalFeatures } from '../../src/masked/general-features.js';
import { readChannelChain } from '../../src/masked/channels/read-channel-chain.js';
import { compactChannels } from '../../src/masked/channels/compact-channels.js';
import { createMaskedBody, type MaskedBody } from '../../src/masked/masked-body.js';
import { consecutiveBatches } from '../../src/optimization/batches.js';

const x = Float32Array.from({ length: 70 * 6 }, (_, at) => Math.sin(at * 1.7));
const samples = { source: inMemory({ x, sampleShape: [6] }) };

describe('hard features', () => {
  it.each([[[7]], [[7, 5]], [[7, 5, 4]]])('are those of the whole tail, through kept units alone: %o', async (hidden) => {
    const network = mlp({ inputs: 6, hidden, classes: 3, seed: 4 });
    const body = createMaskedBody(network, { taskSeeds: [0, 1, 2] });
    const layers = body.masks.map(({ layer }, at) => ({ layer, shape: [hidden[at]!] }));
    const sets = [0.5, 1, 0].map((share) =>
      createMaskSet(
        '0'.repeat(64),
        layers.map(({ layer, shape }) => ({
          layer,
          shape,
          kept: Array.from({ length: shape[0]! }, (_, unit) => ((unit * 3) % 4 < 4 * share ? 1 : 0)),
        })),
      ),
    );
    writeMasks(body, sets);
    const activations = await body.activate(samples);
    const compact = await compactFeatures((await readChain(body))!, body);
    for await (const read of activations.read(consecutiveBatches(70, 32))) {
      const { batch } = read;
      const [whole, cut] = [await generalFeatures(body)(read), await compact(read)];
      whole.forEach(({ rows }, task) => {
        const { indices, rows: kept } = cut[task]!;
        const expected = new Float32Array(rows.length);
        indices.forEach((feature, at) => {
          expected.set(kept.subarray(at * batch.length, (at + 1) * batch.length), feature * batch.length);
        });
        expect(expected).toBeAllclose(rows, 1e-6);
      });
    }
  });

  const through = (start: SymbolicTensor, all: readonly layers.Layer[]): SymbolicTensor =>
    all.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, start);
  const conv = (name: string, filters: number, others: object = {}) =>
    layers.conv2d({ ...{ name, filters, kernelSize: 3, padding: 'same', activation: 'relu' }, ...others });
  const norm = (name: string) => {
    const uniform = (minval: number, maxval: number, seed: number) => initializers.randomUniform({ minval, maxval, seed });
    return layers.batchNormalization({
      name,
      gammaInitializer: uniform(0.5, 2, 1),
      betaInitializer: uniform(-0.3, 0.3, 2),
      movingMeanInitializer: uniform(-0.3, 0.3, 3),
      movingVarianceInitializer: uniform(0.5, 2, 4),
    });
  };
  const chains: Record<string, () => readonly layers.Layer[]> = {
    'convolutions and poolings': () => [
      conv('a', 5),
      layers.maxPooling2d({ poolSize: 2 }),
      conv('b', 4, { useBias: false }),
      layers.globalAveragePooling2d({}),
    ],
    'normalizations and activations of their own': () => [
      ...[
        conv('a', 4, { activation: 'linear' }),
        norm('n'),
        layers.activation({ activation: 'relu' }),
        layers.averagePooling2d({ poolSize: 2 }),
      ],
      ...[
        conv('b', 6, { activation: 'linear', strides: 2 }),
        norm('m'),
        layers.reLU({}),
        layers.flatten({}),
        layers.dropout({ rate: 0.5 }),
      ],
    ],
    'a dense layer behind a flattening': () => [
      conv('a', 3),
      conv('b', 4, { padding: 'valid' }),
      layers.flatten({}),
      layers.dense({ units: 7, activation: 'tanh', name: 'c' }),
    ],
  };

  it.each(Object.keys(chains))('are those of the whole tail, with %s', async (name) => {
    const images = input({ shape: [4, 4, 2], name: 'images' });
    const head = layers.dense({ units: 3, activation: 'softmax', name: 'head' });
    const network = model({ inputs: images, outputs: through(images, [...chains[name]!(), head]) });
    const body = createMaskedBody(network, { taskSeeds: [0, 1, 2, 3] });
    const shapes = body.masks.map(({ layer, mask }) => ({ layer, shape: mask.logits.shape.slice(1) as number[] }));
    const sets = [0.5, 1, 0, 0.3].map((share) =>
      createMaskSet(
        '0'.repeat(64),
        shapes.map(({ layer, shape }) => ({
          layer,
          shape,
          kept: Array.from({ length: shape[0]! }, (_, unit) => ((unit * 3) % 4 < 4 * share ? 1 : 0)),
        })),
      ),
    );
    writeMasks(body, sets);
    const activations = await body.activate({ source: inMemory({ x: x.subarray(0, 12 * 32), sampleShape: [4, 4, 2] }) });
    const steps = readChannelChain(body)!;
    const tensors = memory().numTensors;
    const compact = await compactChannels(steps, body);
    const batch = Uint32Array.of(3, 7, 0, 11, 5);
    const read = await readOne(activations, batch);
    const [whole, cut] = [await generalFeatures(body)(read), await compact(read)];
    expect(memory().numTensors).toBe(tensors);
    expect(cut[0]!.indices.length).toBeLessThan(body.features);
    whole.forEach(({ rows }, task) => {
      const { indices, rows: kept } = cut[task]!;
      const expected = new Float32Array(rows.length);
      indices.forEach((feature, at) => {
        expected.set(kept.subarray(at * batch.length, (at + 1) * batch.length), feature * batch.length);
      });
      expect(expected).toBeAllclose(rows, 1e-5);
    });
  });

  it('are those of the tail as it is where it is no chain of channels', () => {
    const images = input({ shape: [4, 4, 2], name: 'images' });
    const head = () => layers.dense({ units: 3, activation: 'softmax', name: 'head' });
    const plain = model({ inputs: images, outputs: through(images, [conv('a', 4), layers.flatten({}), head()]) });
    expect(readChannelChain(createMaskedBody(plain, { taskSeeds: [0] }))).toHaveLength(2);
    expect(readChannelChain(createMaskedBody(plain, { taskSeeds: [0], granularity: 'element' }))).toBeUndefined();
    const masked = insertMasks(
      model({
        inputs: images,
        outputs: through(images, [conv('a', 4), layers.activation({ activation: 'sigmoid' }), conv('b', 2), layers.flatten({}), head()]),
      }),
      { layers: 'a' },
    );
    const { tail } = splitAt(removeHead(masked.network), 'a_mask');
    expect(tail.layers.slice(1).map((layer) => layer.getClassName())).toEqual(['DumUnitMask', 'Activation', 'Conv2D', 'Flatten']);
    expect(readChannelChain({ tail, masks: masked.masks } as unknown as MaskedBody)).toBeUndefined();
    const [first, second] = [conv('a', 4), conv('b', 4)];
    const stem = first.apply(images) as SymbolicTensor;
    const joined = layers.add({ name: 'join' }).apply([stem, second.apply(stem) as SymbolicTensor]) as SymbolicTensor;
    const residual = model({
      inputs: images,
      outputs: through(joined, [layers.flatten({}), head()]),
    });
    expect(readChannelChain(createMaskedBody(residual, { taskSeeds: [0] }))).toBeUndefined();
  });
});
