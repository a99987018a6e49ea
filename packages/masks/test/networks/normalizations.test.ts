import { tensor } from '@tensorflow/tfjs-core';
import { initializers, input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import {
  affectedNormalizations,
  createMaskSet,
  extractSubnetwork,
  fingerprintNetwork,
  insertMasks,
  insertMasksLike,
  type LayerStatistics,
  placeStatistics,
  writeMasks,
  writeNormalization,
} from '@dum/masks';

const uniform = (minval: number, maxval: number, seed: number) => initializers.randomUniform({ minval, maxval, seed });

const norm = (name: string, seed: number, options: object = {}) =>
  layers.batchNormalization({
    name,
    movingMeanInitializer: uniform(-0.3, 0.3, seed),
    movingVarianceInitializer: uniform(0.5, 2, seed + 1),
    gammaInitializer: uniform(0.5, 2, seed + 2),
    ...options,
  });

const through = (start: SymbolicTensor, ...all: readonly layers.Layer[]): SymbolicTensor =>
  all.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, start);

const conv = (name: string, seed: number) =>
  layers.conv2d({ name, filters: 4, kernelSize: 3, padding: 'same', kernelInitializer: initializers.heNormal({ seed }) });

/** A residual network whose first normalization is before every mask. */
const residual = ({ options = {}, twice = false } = {}): LayersModel => {
  const x = input({ shape: [4, 4, 2], name: 'x' });
  const stem = through(x, conv('stem', 1), norm('stem_norm', 2), layers.reLU({ name: 'stem_relu' }));
  const shared = norm('b_norm', 9, options);
  const branch = through(stem, conv('a', 5), norm('a_norm', 6, { scale: false }), layers.reLU({ name: 'a_relu' }), conv('b', 8), shared);
  const again = twice ? through(branch, layers.activation({ activation: 'tanh' }), shared) : branch;
  const sum = through(layers.add({ name: 'sum' }).apply([stem, again]) as SymbolicTensor, layers.reLU({ name: 'sum_relu' }));
  const head = layers.dense({ units: 3, activation: 'softmax', name: 'head' });
  return model({ inputs: x, outputs: through(sum, layers.globalAveragePooling2d({ name: 'mean' }), head), name: 'residual' });
};

const statistics: LayerStatistics[] = [
  { layer: 'a_norm', mean: Float32Array.of(0.5, -1, 0, 2), variance: Float32Array.of(0, 2, 0.1, 1) },
  { layer: 'b_norm', mean: Float32Array.of(-2, 1, 0.25, 0), variance: Float32Array.of(1, 0.01, 3, 0) },
];

describe('affectedNormalizations', () => {
  it('are those that read what a mask affects, in network order', () => {
    const names = (options?: object) => affectedNormalizations(insertMasks(residual(), options).network).map(({ layer }) => layer);
    expect(names()).toEqual(['a_norm', 'b_norm']);
    expect(names({ layers: 'a_relu' })).toEqual(['b_norm']);
    expect(names({ inputs: 'element' })).toEqual(['stem_norm', 'a_norm', 'b_norm']);
    expect(affectedNormalizations(residual())).toEqual([]);
  });

  it('say why one has no statistics of its own', () => {
    const { network } = insertMasks(residual({ twice: true }), { layers: 'a_relu' });
    expect(affectedNormalizations(network)).toEqual([{ layer: 'b_norm', refusal: 'is called 2 times' }]);
  });
});

const masksOf = async (network: LayersModel) =>
  createMaskSet(await fingerprintNetwork(network), [
    { layer: 'stem_relu', places: ['stem_relu', 'sum_relu'], shape: [4], kept: [1, 0, 1, 1] },
    { layer: 'a_relu', shape: [4], kept: [0, 1, 0, 1] },
  ]);

const x = tensor(
  Float32Array.from({ length: 20 * 32 }, (_, at) => Math.sin(at * 1.3)),
  [20, 4, 4, 2],
);

describe('statistics that were re-estimated', () => {
  it('are written in place of those of a network, and of no other layer', () => {
    const network = residual();
    const before = network.getWeights().map((weight) => weight.arraySync());
    writeNormalization(network, { statistics });
    const after = new Map(network.layers.map(({ name, weights }) => [name, weights.map((weight) => Array.from(weight.read().dataSync()))]));
    for (const { layer, mean, variance } of statistics) expect(after.get(layer)!.slice(-2)).toEqual([[...mean], [...variance]]);
    const changed = network.getWeights().filter((weight, at) => JSON.stringify(weight.arraySync()) !== JSON.stringify(before[at]));
    expect(changed).toHaveLength(4);
  });

  it.each([
    ['there are statistics of "c_norm", but "residual" has no batch normalization of that name', { layer: 'c_norm' }],
    ['there are statistics of "a_relu", but "residual" has no batch normalization of that name', { layer: 'a_relu' }],
    ['"a_norm" has 4 channels; its statistics have 2 means and 4 variances', { mean: Float32Array.of(1, 2) }],
    ['"a_norm" has 4 channels; its statistics have 4 means and 1 variances', { variance: Float32Array.of(1) }],
  ])('are refused: %s', (message, change) => {
    const network = residual();
    const before = network.getWeights().map((weight) => weight.arraySync());
    expect(() => writeNormalization(network, { statistics: [statistics[1]!, { ...statistics[0]!, ...change }] })).toThrow(message);
    expect(() => placeStatistics(network, { statistics: [{ ...statistics[0]!, ...change }] })).toThrow(message);
    expect(network.getWeights().map((weight) => weight.arraySync())).toEqual(before);
  });

  it('are extracted with a subnetwork: it computes what the masked network computes with them', async () => {
    const network = residual();
    const masks = await masksOf(network);
    const normalization = { kind: 're-estimated' as const, samples: 20, statistics };
    const masked = insertMasksLike(network, masks);
    writeMasks(masked, [masks]);
    const frozen = masked.network.predict(x);
    writeNormalization(masked.network, normalization);
    const expected = masked.network.predict(x);
    expect(expected).not.toBeAllclose(frozen as never, 1e-2);
    const before = await fingerprintNetwork(network);
    const { network: small, certificate } = await extractSubnetwork(network, { masks, normalization }, { x });
    expect(small.predict(x)).toBeAllclose(expected as never, 1e-5);
    expect(certificate.outputs.difference).toBeLessThan(1e-5);
    expect(certificate.units.masked).toBe(4);
    expect(await fingerprintNetwork(network)).toBe(before);
  });
});
