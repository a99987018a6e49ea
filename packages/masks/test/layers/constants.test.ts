import { add, io, mul, sum, type Scalar, type Tensor, tensor, tidy, train, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import { input, layers, loadLayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import {
  channelGroups,
  createMaskSet,
  type DroppedConstants,
  extractMasked,
  extractSubnetwork,
  fingerprintNetwork,
  type Granularity,
  insertMasks,
  insertMasksLike,
  UnitMask,
  type UnitMaskArgs,
  writeConstants,
  writeMasks,
} from '@dum/masks';

const values = (count: number, seed = 1) => Float32Array.from({ length: count }, (_, at) => Math.sin(seed + 2.3 * at));

const write = (variable: { shape: unknown; write(value: Tensor): void }, of: ArrayLike<number>): void => {
  const value = tensor(Float32Array.from(of), variable.shape as number[]);
  variable.write(value);
  value.dispose();
};

const maskOf = (args: UnitMaskArgs, shape: readonly number[], logits: readonly number[], constants: ArrayLike<number>): UnitMask => {
  const mask = new UnitMask({ name: 'm', constants: true, ...args });
  mask.build([null, ...shape]);
  write(mask.logits, logits);
  write(mask.constants!, constants);
  return mask;
};

describe('a mask with constants', () => {
  it.each<[string, UnitMaskArgs, number[], number[], number[], number[]]>([
    ['channels', {}, [3], [1, -1, -1], [7, 8, 9], [1, 8, 9, 1, 8, 9]],
    ['channels of positions', {}, [2, 2], [-1, 1], [7, 8], [7, 1, 7, 1, 7, 1, 7, 1]],
    ['elements', { granularity: 'element' }, [2, 2], [1, -1, -1, 1], [5, 6, 7, 8], [1, 6, 7, 1, 1, 6, 7, 1]],
    ['groups', { granularity: channelGroups(2) }, [4], [-1, 1], [5, 6, 7, 8], [5, 6, 1, 1, 5, 6, 1, 1]],
    ['tasks', { tasks: 2 }, [2], [1, -1, -1, 1], [5, 6, 7, 8], [1, 6, 7, 1]],
  ])('gives dropped units theirs: %s', (_, args, shape, logits, constants, expected) => {
    const mask = maskOf(args, shape, logits, constants);
    const output = tidy(() =>
      Array.from((mask.apply(tensor(new Float32Array(expected.length).fill(1), [2, ...shape]), {}) as Tensor).dataSync()),
    );
    expect(output).toEqual(expected);
  });

  it('turns them over in the complement, and has the share of its sample in training', () => {
    const mask = maskOf({ samples: 2, seed: 3 }, [2], [0.1, -0.1], [5, 6]);
    const run = (rows: number, kwargs: object) =>
      tidy(() => (mask.apply(tensor(new Float32Array(2 * rows).fill(1), [rows, 2]), kwargs) as Tensor).arraySync() as number[][]);
    expect(run(1, { complementMasks: true })).toEqual([[5, 1]]);
    for (const rows of [2, 3]) {
      const sampled = run(rows, { sampleMasks: { step: 4, temperature: 1 } });
      const complement = run(rows, { sampleMasks: { step: 4, temperature: 1 }, complementMasks: true });
      for (const [row, of] of sampled.entries()) {
        for (const [unit, value] of of.entries()) expect([value, complement[row]![unit]].sort()).toEqual([1, unit === 0 ? 5 : 6].sort());
      }
    }
  });

  it.each<[Granularity, number[], number]>([
    ['channel', [2, 3], 3],
    ['element', [2, 3], 6],
    [channelGroups(3), [2, 6], 6],
  ])('gives %s constants the gradient of finite differences', (granularity, shape, count) => {
    const units = granularity === 'element' ? 6 : granularity === 'channel' ? 3 : 2;
    const mask = maskOf(
      { granularity },
      shape,
      Array.from({ length: units }, (_, unit) => (unit % 2 === 0 ? -1 : 1)),
      values(count),
    );
    const size = 4 * shape.reduce((product, axis) => product * axis, 1);
    const x = tensor(values(size, 5), [4, ...shape]);
    const weights = tensor(values(size, 9), [4, ...shape]);
    const loss = () => tidy(() => sum<Scalar>(mul(weights, mul(mask.apply(x, {}) as Tensor, mask.apply(x, {}) as Tensor))));
    const variable = mask.constants!.read() as Variable;
    const gradient = variableGrads(loss, [variable]).grads[variable.name]!.dataSync();
    const own = values(count);
    for (let at = 0; at < count; at++) {
      const lossAt = (change: number) => {
        write(
          mask.constants!,
          own.map((value, index) => (index === at ? value + change : value)),
        );
        return loss().dataSync()[0]!;
      };
      expect(gradient[at]).toBeCloseTo((lossAt(0.05) - lossAt(-0.05)) / 0.1, 3);
    }
  });

  it('learns them in fit, is saved and loaded with them, and is extracted', async () => {
    const dense = layers.dense({ units: 4, inputShape: [3], name: 'dense', trainable: false });
    const network = sequential({ layers: [dense, new UnitMask({ name: 'mask', constants: true, seed: 2 }), layers.dense({ units: 1 })] });
    const mask = network.getLayer('mask') as UnitMask;
    write(mask.logits, [3, -3, -3, 3]);
    network.compile({ optimizer: train.adam(0.1), loss: 'meanSquaredError' });
    const x = tensor(values(60), [20, 3]);
    await network.fit(x, add(sum(x, 1, true), 2), { epochs: 3, verbose: 0 });
    const learned = Array.from(mask.constants!.read().dataSync());
    expect(learned.some((value) => Math.abs(value) > 0.05)).toBe(true);
    let saved: io.ModelArtifacts = {};
    await network.save(
      io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
      }),
    );
    const again = await loadLayersModel(io.fromMemory(saved));
    expect(again.predict(x)).toBeAllclose(network.predict(x) as never, 1e-6);
    const { network: small, certificate } = await extractMasked(network);
    expect(certificate.units).toMatchObject({ before: 5, masked: 2, after: 3 });
    expect(small.predict(x)).toBeAllclose(network.predict(x) as never, 1e-5);
  });

  it('refuses a setting that is not true or false', () => {
    expect(() => new UnitMask({ constants: 1 as never })).toThrow('UnitMask: constants is 1; expected true or false');
    expect(new UnitMask({ constants: true }).copy().getConfig()).toMatchObject({ constants: true });
    expect(new UnitMask().getConfig()).not.toHaveProperty('constants');
  });
});

describe('constants that are written', () => {
  const makeNetwork = () => {
    const x = input({ shape: [6, 6, 1], name: 'x' });
    const through = (start: SymbolicTensor, ...all: layers.Layer[]) =>
      all.reduce((from, layer) => layer.apply(from) as SymbolicTensor, start);
    const conv = (name: string, padding: 'same' | 'valid') =>
      layers.conv2d({ name, filters: 3, kernelSize: 3, padding, activation: 'relu' });
    const end = [
      layers.flatten({ name: 'flat' }),
      layers.dense({ name: 'dense', units: 4, activation: 'tanh' }),
      layers.dense({ name: 'head', units: 2 }),
    ];
    return model({ inputs: x, outputs: through(x, conv('a', 'same'), conv('b', 'same'), conv('c', 'valid'), ...end) });
  };
  const layersOf = [
    { layer: 'a', shape: [3], kept: [1, 0, 1] },
    { layer: 'b', shape: [3], kept: [0, 1, 0] },
    { layer: 'c', shape: [3], kept: [1, 1, 0] },
    { layer: 'dense', shape: [4], kept: [0, 1, 0, 1] },
  ];
  const dropped: DroppedConstants = {
    kind: 'mean',
    layers: layersOf.map(({ layer, shape: [units] }, at) => ({ layer, values: values(units!, at) })),
  };

  it('are folded into biases where that is exact, and kept as a channel under zero padding', async () => {
    const network = makeNetwork();
    const masks = createMaskSet(await fingerprintNetwork(network), layersOf);
    const masked = insertMasksLike(network, masks, { constants: true });
    writeMasks(masked, [masks]);
    writeConstants(masked, [dropped]);
    const x = tensor(values(5 * 36), [5, 6, 6, 1]);
    const { network: small, certificate } = await extractSubnetwork(network, { masks, dropped }, { x });
    expect(small.predict(x)).toBeAllclose(masked.network.predict(x) as never, 1e-5);
    expect(certificate.outputs.difference).toBeLessThan(1e-5);
    const kept = Object.fromEntries(certificate.layers.map(({ layer, after }) => [layer, after]));
    // what "a" drops is a constant under the zero padding of "b"; the others fold
    expect(kept).toEqual({ a: 3, b: 1, c: 2, dense: 2, head: 2 });
    expect(certificate.retained).toEqual([{ layer: 'a', units: [1], reason: 'padding', at: 'b' }]);
    const plain = await extractSubnetwork(network, { masks }, { x });
    expect(plain.network.predict(x)).not.toBeAllclose(small.predict(x) as never, 1e-3);
  });

  it.each([
    ['the mask "a_mask" has no constants; insert the masks with constants: true', false, [dropped]],
    ['the constants of 2 tasks were given; "a_mask" holds 1 tasks', true, [dropped, undefined]],
    ['layer "dense" needs 4 constants; only a, b, c have some', true, [{ ...dropped, layers: dropped.layers.slice(0, 3) }]],
    ['layer "a" needs 3 constants; 1 came', true, [{ ...dropped, layers: [{ layer: 'a', values: values(1) }] }]],
  ])('are refused: %s', (message, constants, perTask) => {
    const masked = insertMasks(makeNetwork(), { mask: () => ({ constants }) });
    expect(() => writeConstants(masked, perTask)).toThrow(`writeConstants: ${message}`);
  });
});
