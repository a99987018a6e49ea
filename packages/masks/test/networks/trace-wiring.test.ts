import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMaskSet, insertMasks, type MaskSet, summarizeMasks, traceWiring } from '@dum/masks';
import { makeNetwork } from './_networks.js';

const { activation, batchNormalization, conv2d, dense, depthwiseConv2d, dropout, flatten, maxPooling2d } = layers;

const keeping = (counts: Record<string, readonly [kept: number, total: number]>): MaskSet =>
  createMaskSet(
    '0'.repeat(64),
    Object.entries(counts).map(([layer, [kept, total]]) => ({
      layer,
      shape: [total],
      kept: Array.from({ length: total }, (_, unit) => (unit < kept ? 1 : 0)),
    })),
  );

const parametersOf = (network: LayersModel, masks: MaskSet) =>
  summarizeMasks(
    masks,
    traceWiring(
      network,
      masks.layers.map(({ layer }) => layer),
    ),
  ).parameters!;

describe('the parameters of 784-300-100-10', () => {
  const network = sequential({
    layers: [
      dense({ units: 300, inputShape: [784], activation: 'relu', name: 'dense_300' }),
      dense({ units: 100, activation: 'relu', name: 'dense_100' }),
      dense({ units: 10, activation: 'softmax', name: 'head' }),
    ],
  });

  it.each([
    [300, 100, 266_610],
    [50, 20, 784 * 50 + 50 + (50 * 20 + 20) + (20 * 10 + 10)],
    [1, 0, 784 + 1 + 0 + 10],
    [0, 0, 10],
  ])('are, of %d and %d units, %d', (first, second, expected) => {
    const masks = keeping({ dense_300: [first, 300], dense_100: [second, 100] });
    expect(parametersOf(network, masks)).toEqual({ kept: expected, total: 266_610 });
  });

  it('belong to layers', () => {
    const masks = keeping({ dense_300: [50, 300], dense_100: [20, 100] });
    expect(
      summarizeMasks(masks, traceWiring(network, ['dense_300', 'dense_100'])).layers.map(({ parameters }) => parameters!.kept),
    ).toEqual([39_250, 1020]);
  });

  it('are the same of the masked network', () => {
    const masks = keeping({ dense_300: [50, 300], dense_100: [20, 100] });
    const { network: masked } = insertMasks(network);
    expect(traceWiring(masked, ['dense_300', 'dense_100'])).toEqual(traceWiring(network, ['dense_300', 'dense_100']));
    expect(parametersOf(masked, masks).total).toBe(266_610);
  });
});

describe('counted parameters are those of the smaller network', () => {
  const sizes = (count: number) => fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(5)), { minLength: count, maxLength: count });

  const expectCounted = (
    make: (units: readonly number[]) => LayersModel,
    masked: readonly string[],
    drawn: readonly (readonly [number, number])[],
  ) => {
    const counts = drawn.map(([kept, more]) => [kept, kept + more] as const);
    const whole = make(counts.map(([, total]) => total));
    const masks = keeping(Object.fromEntries(masked.map((layer, index) => [layer, counts[index]!])));
    const smaller = make(counts.map(([kept]) => kept));
    expect(parametersOf(whole, masks)).toEqual({ kept: smaller.countParams(), total: whole.countParams() });
  };

  it('for convolutions, pooling, normalization, flattening and dropout', () => {
    const make = ([a, b, c]: readonly number[]) =>
      sequential({
        layers: [
          conv2d({ filters: a!, kernelSize: 3, inputShape: [9, 9, 2], name: 'a' }),
          batchNormalization(),
          activation({ activation: 'relu' }),
          maxPooling2d({ poolSize: 2 }),
          conv2d({ filters: b!, kernelSize: 2, useBias: false, name: 'b' }),
          flatten(),
          dropout({ rate: 0.5 }),
          dense({ units: c!, name: 'c' }),
          layers.prelu(),
          dense({ units: 3 }),
        ],
      });
    fc.assert(
      fc.property(sizes(3), (drawn) => expectCounted(make, ['a', 'b', 'c'], drawn)),
      { numRuns: 15 },
    );
  });

  it('for depthwise convolutions between masked ones', () => {
    const make = ([a, b]: readonly number[]) =>
      sequential({
        layers: [
          conv2d({ filters: a!, kernelSize: 3, inputShape: [7, 7, 2], name: 'a' }),
          depthwiseConv2d({ kernelSize: 2 }),
          conv2d({ filters: b!, kernelSize: 1, name: 'b' }),
          flatten(),
          dense({ units: 3 }),
        ],
      });
    fc.assert(
      fc.property(sizes(2), (drawn) => expectCounted(make, ['a', 'b'], drawn)),
      { numRuns: 15 },
    );
  });

  it('for masks behind the activation layer of a dense and a normalized one', () => {
    const make = ([a, b]: readonly number[]) =>
      sequential({
        layers: [
          dense({ units: a!, inputShape: [3] }),
          activation({ activation: 'sigmoid', name: 'a' }),
          dense({ units: b! }),
          batchNormalization(),
          activation({ activation: 'sigmoid', name: 'b' }),
          dense({ units: 2 }),
        ],
      });
    fc.assert(
      fc.property(sizes(2), (drawn) => expectCounted(make, ['a', 'b'], drawn)),
      { numRuns: 15 },
    );
  });
});

describe('traceWiring', () => {
  const wires = (network: LayersModel, masked: readonly string[]) =>
    Object.fromEntries(traceWiring(network, masked).map(({ layer, inputs, outputs }) => [layer, [inputs, outputs]]));

  it('counts all inputs behind a join, and what is added to a masked layer with it', () => {
    expect(wires(makeNetwork('branches'), ['left', 'deep'])).toEqual({
      left: [undefined, 'left'],
      deep: ['left', 'deep'],
      right: [undefined, 'deep'],
      last: [undefined, undefined],
    });
    const x = input({ shape: [2] });
    const hidden = dense({ units: 3, name: 'hidden' }).apply(x) as SymbolicTensor;
    const squashed = activation({ activation: 'sigmoid', name: 'squash' }).apply(hidden) as SymbolicTensor;
    const both = layers.concatenate().apply([hidden, squashed]) as SymbolicTensor;
    const network = model({ inputs: x, outputs: dense({ units: 2, name: 'last' }).apply(both) as SymbolicTensor });
    expect(wires(network, ['squash'])).toEqual({ hidden: [undefined, 'squash'], last: ['squash', undefined] });
  });

  it('counts as whole what is an output besides, and names units by the first of two layers that have them', () => {
    const x = input({ shape: [2] });
    const hidden = dense({ units: 3, name: 'hidden' }).apply(x) as SymbolicTensor;
    const normed = batchNormalization({ name: 'norm' }).apply(hidden) as SymbolicTensor;
    const last = dense({ units: 2, name: 'last' }).apply(normed) as SymbolicTensor;
    const network = model({ inputs: x, outputs: last });
    expect(wires(network, ['norm'])).toEqual({ hidden: [undefined, 'norm'], norm: [undefined, 'norm'], last: ['norm', undefined] });
    expect(wires(network, ['hidden', 'norm'])).toEqual({
      hidden: [undefined, 'hidden'],
      norm: [undefined, 'hidden'],
      last: ['hidden', undefined],
    });
    expect(wires(model({ inputs: x, outputs: [last, hidden] }), ['norm']).hidden).toEqual([undefined, undefined]);
  });

  it('lists a shared layer once', () => {
    expect(wires(makeNetwork('siamese'), ['hidden'])).toEqual({
      shared: [undefined, undefined],
      hidden: [undefined, 'hidden'],
      last: ['hidden', undefined],
    });
  });

  it('counts all parameters of layers of other kinds', () => {
    for (const name of ['nested', 'recurrent', 'image'] as const) {
      const network = makeNetwork(name);
      const total = traceWiring(network, []).reduce(
        (sum, { kernelParameters, biasParameters }) => sum + kernelParameters + biasParameters,
        0,
      );
      expect(total).toBe(network.countParams());
    }
  });

  it('refuses a masked layer that is not there', () => {
    expect(() => traceWiring(makeNetwork('chain'), ['first', 'secon'])).toThrow(
      'traceWiring: no layer matches "secon"; this network has first, second, last. Did you mean "second"?',
    );
  });
});
