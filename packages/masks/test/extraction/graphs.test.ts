import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { extractMasked, extractSubnetwork, insertMasks, networkCosts, UnitMask } from '@dum/masks';
import { inputFor, makeNetwork, outputsOf, randomize, reload } from '../networks/example-networks.js';
import { extracted, extractedMasked, maskSet, readOutOf } from './_extracted.js';

const { dense, conv2d } = layers;
const half = [1, 0, 0, 1];
const none = [0, 0, 0, 0];

const apply = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;

const conv = (name: string, args: Partial<Parameters<typeof conv2d>[0]> = {}) =>
  conv2d({ filters: 4, kernelSize: 3, activation: 'relu', name, ...args });

const setTo = (network: LayersModel, layer: string, change: (values: Float32Array, shape: readonly number[]) => void): void => {
  const [kernel, ...rest] = network.getLayer(layer).getWeights();
  const values = kernel!.dataSync<'float32'>().slice();
  change(values, kernel!.shape);
  network.getLayer(layer).setWeights([tensor(values, kernel!.shape), ...rest]);
};

/** A mask behind a tensor, whose bits {@link setBits} sets. */
const masked = (tensor: SymbolicTensor): SymbolicTensor => apply(new UnitMask({ name: `${tensor.sourceLayer.name}_mask` }), tensor);

const setBits = (network: LayersModel, bits: Readonly<Record<string, readonly number[]>>): LayersModel => {
  for (const [layer, kept] of Object.entries(bits)) {
    network.getLayer(`${layer}_mask`).setWeights([tensor([kept.map((bit) => (bit === 1 ? 1 : -1))])]);
  }
  return network;
};

describe('units that an add joins', () => {
  const block = (bits: Readonly<Record<string, readonly number[]>>) => {
    const mask = (of: SymbolicTensor) => (of.sourceLayer.name in bits ? masked(of) : of);
    const x = input({ shape: [6, 6, 2], name: 'x' });
    const stem = mask(apply(conv('stem', { padding: 'same' }), x));
    const main = mask(apply(conv('main', { padding: 'same' }), stem));
    const sum = mask(apply(layers.add({ name: 'sum' }), main, stem));
    const mean = apply(layers.globalAveragePooling2d({ name: 'mean' }), sum);
    return setBits(randomize(model({ inputs: x, outputs: apply(dense({ units: 3, name: 'head' }), mean) })), bits);
  };

  it('go in all branches where a mask of all of them drops them', async () => {
    const network = block({});
    const { masks } = insertMasks(network, { layers: ['stem'] });
    expect(masks.map(({ places }) => places)).toEqual([['stem', 'sum']]);
    const found = await extracted(network, { bits: { stem: half } });
    expect(found.layers).toEqual(['stem 3×3×2×2 2', 'main 3×3×2×2 2', 'sum', 'mean', 'head 2×3 3']);
    expect(found.certificate.units).toEqual({ before: 11, after: 7, masked: 4, dead: 0, unreachable: 0 });
  });

  it('stay where the sum is not read but one of them is elsewhere', async () => {
    const found = await extractedMasked(block({ sum: half }));
    expect(found.layers).toEqual(['stem 3×3×2×4 4', 'main 3×3×4×4 4', 'sum', 'mean', 'head 4×3 3']);
    expect(found.certificate.retained).toEqual([{ layer: 'main', units: [1, 2], reason: 'tied', at: 'sum' }]);
  });

  it('stay where one branch lacks them, and are reported', async () => {
    const { layers: made, certificate } = await extractedMasked(block({ main: half }));
    expect(made).toEqual(['stem 3×3×2×4 4', 'main 3×3×4×4 4', 'sum', 'mean', 'head 4×3 3']);
    expect(certificate.retained).toEqual([{ layer: 'main', units: [1, 2], reason: 'joined', at: 'sum' }]);
    expect(certificate.units).toEqual({ before: 11, after: 11, masked: 0, dead: 0, unreachable: 0 });
  });

  it('go with their branch where nothing is left of it, and the add goes too', async () => {
    const { layers: made, certificate } = await extractedMasked(block({ main: none }));
    expect(made).toEqual(['stem 3×3×2×4 4', 'mean', 'head 4×3 3']);
    expect(certificate.units).toEqual({ before: 11, after: 7, masked: 4, dead: 0, unreachable: 0 });
  });

  it.each(['add', 'multiply'] as const)('leave the constant that a normalization makes of them to %s', async (join) => {
    const x = input({ shape: [5], name: 'x' });
    const [left, right] = [dense({ units: 4, name: 'left' }), dense({ units: 4, name: 'right' })].map((layer) => apply(layer, x));
    const norm = apply(layers.batchNormalization({ name: 'norm' }), masked(right!));
    const joined = apply(layers[join]({ name: 'joined' }), left!, norm);
    const network = randomize(model({ inputs: x, outputs: apply(dense({ units: 3, name: 'head' }), joined) }));
    const { layers: made, certificate } = await extractedMasked(setBits(network, { right: none }));
    const [name, weights] = join === 'add' ? ['joined_shift', '1×1×4×1 4'] : ['joined_scale', '1×1×4×1'];
    expect(made).toEqual(['left 5×4 4', `${name}_image`, `${name} ${weights}`, `${name}_shape`, 'head 4×3 3']);
    expect(certificate.units).toMatchObject({ before: 11, after: 7, masked: 4 });
  });

  it('of a squeeze and excitation go in both', async () => {
    const x = input({ shape: [6, 6, 2], name: 'x' });
    const stem = apply(conv('stem'), x);
    const gate = apply(
      dense({ units: 4, activation: 'sigmoid', name: 'gate' }),
      apply(layers.globalAveragePooling2d({ name: 'mean' }), stem),
    );
    const excited = apply(
      layers.multiply({ name: 'excited' }),
      stem,
      apply(layers.reshape({ targetShape: [1, 1, 4], name: 'wide' }), gate),
    );
    const end = apply(layers.flatten({ name: 'flat' }), excited);
    const network = randomize(model({ inputs: x, outputs: apply(dense({ units: 3, name: 'head' }), end) }));
    const found = await extracted(network, { bits: { stem: half } });
    expect(found.layers).toEqual(['stem 3×3×2×2 2', 'mean', 'gate 2×2 2', 'wide', 'excited', 'flat', 'head 32×3 3']);
    expect(found.certificate.units).toEqual({ before: 11, after: 7, masked: 2, dead: 0, unreachable: 2 });
  });
});

describe('constants', () => {
  const behindNormalization = (padding: 'same' | 'valid') =>
    randomize(
      sequential({
        layers: [
          conv('conv', { inputShape: [6, 6, 2] }),
          layers.batchNormalization({ name: 'norm' }),
          conv('next', { padding }),
          layers.flatten({ name: 'flat' }),
          dense({ units: 3, name: 'head' }),
        ],
      }),
    );

  it('fold into the biases of a convolution that reads whole windows', async () => {
    const { layers: made, certificate } = await extracted(behindNormalization('valid'), { bits: { conv: half } });
    expect(made.slice(0, 3)).toEqual(['conv 3×3×2×2 2', 'norm 2 2 2 2', 'next 3×3×2×4 4']);
    expect(certificate.retained).toEqual([]);
  });

  it('stay where a convolution pads them with zeros, and are reported', async () => {
    const { layers: made, certificate } = await extracted(behindNormalization('same'), { bits: { conv: half } });
    expect(made.slice(0, 3)).toEqual(['conv 3×3×2×4 4', 'norm 4 4 4 4', 'next 3×3×4×4 4']);
    expect(certificate.retained).toEqual([{ layer: 'conv', units: [1, 2], reason: 'padding', at: 'next' }]);
  });

  it('make units dead, which are counted apart from masked and from unreachable ones', async () => {
    const network = makeNetwork('chain');
    setTo(network, 'second', (kernel, [, units]) => {
      for (let row = 0; row < 7; row++) kernel[row * units! + 3] = 0; // unit 3 reads nothing
      kernel.fill(0, 5 * units!, 6 * units!); // unit 5 of the first layer is read by nothing
    });
    const { layers: made, certificate } = await extracted(network, { bits: { first: [0, 0, 1, 1, 1, 1, 1] } });
    expect(made).toEqual(['first 4×4 4', 'second 4×4 4', 'last 4×3 3']);
    expect(certificate.layers.slice(0, 2)).toEqual([
      { layer: 'first', before: 7, after: 4, masked: 2, dead: 0, unreachable: 1 },
      { layer: 'second', before: 5, after: 4, masked: 0, dead: 1, unreachable: 0 },
    ]);
  });

  it('are all that is left of a subnetwork without units', async () => {
    const found = await extracted(makeNetwork('chain'), {
      bits: { first: new Array<number>(7).fill(0), second: [1, 1, 1, 1, 1] },
      readOut: readOutOf(5),
    });
    expect(found.layers).toEqual(['first 4×1 1', 'second 1×1 1', 'logits 1×2 2', 'softmax']);
    expect(found.certificate.retained).toMatchObject([
      { layer: 'first', units: [0], reason: 'last' },
      { layer: 'second', units: [0], reason: 'last' },
    ]);
  });
});

describe('a layer normalization', () => {
  it.each<[string, Parameters<typeof layers.layerNormalization>[0]]>([
    ['of the last axis', {}],
    ['of the last axis, counted from the front', { axis: 3 }],
    ['of a list of one axis', { axis: [3], scale: false }],
    ['of all axes', { axis: [1, 2, 3] }],
    ['of the positions of each channel', { axis: [1, 2], center: false }],
  ])('%s keeps all that is before it', async (_, settings) => {
    const network = randomize(
      sequential({
        layers: [
          conv('conv', { inputShape: [6, 6, 2] }),
          layers.layerNormalization({ ...settings, name: 'norm' }),
          layers.flatten({ name: 'flat' }),
          dense({ units: 3, activation: 'relu', name: 'next' }),
          dense({ units: 3, name: 'head' }),
        ],
      }),
    );
    const { layers: made, certificate } = await extracted(network, { bits: { norm: half, next: [1, 0, 1] } });
    expect(made.map((layer) => layer.replace(/^norm .*/, 'norm'))).toEqual(['conv 3×3×2×4 4', 'norm', 'flat', 'next 64×2 2', 'head 2×3 3']);
    expect(certificate.units).toMatchObject({ before: 10, after: 9, masked: 1 });
    expect(certificate.retained).toEqual([]);
  });
});

describe('shared layers', () => {
  it('stay shared, with the units that one of their calls needs', async () => {
    const [a, b] = [input({ shape: [4], name: 'a' }), input({ shape: [4], name: 'b' })];
    const shared = dense({ units: 4, activation: 'relu', name: 'shared' });
    const [left, right] = [apply(shared, a), apply(shared, b)].map((tensor, at) =>
      masked(apply(layers.reLU({ name: `relu_${at}` }), tensor)),
    );
    const end = apply(layers.concatenate({ name: 'both' }), left!, right!);
    const network = randomize(model({ inputs: [a, b], outputs: apply(dense({ units: 3, name: 'head' }), end) }));
    const found = await extractedMasked(setBits(network, { relu_0: [1, 0, 0, 0], relu_1: [1, 0, 1, 0] }));
    expect(found.layers).toEqual(['shared 4×2 2', 'relu_0', 'relu_1', 'both', 'head 4×3 3']);
    expect(found.network.getLayer('shared').inboundNodes).toHaveLength(2);
    expect(found.certificate.before).toEqual({ parameters: 20 + 27, bytes: 4 * 47, multiplyAdds: 16 * 2 + 24 });
    expect(found.certificate.after).toEqual({ parameters: 10 + 15, bytes: 4 * 25, multiplyAdds: 8 * 2 + 12 });
  });

  it.each([
    ['dense', () => dense({ units: 3, name: 'shared' }), [4], []],
    ['padded convolution', () => conv('shared', { filters: 3, padding: 'same' }), [5, 5, 4], [5, 5]],
  ] as const)('are listed as shared where units stay for another call of a %s', async (_, make, shape, positions) => {
    const inputs = ['a', 'b'].map((name) => input({ shape: [...positions, 2], name }));
    const shared = make();
    const read = inputs.map((x, at) => apply(dense({ units: 4, activation: 'relu', name: `before_${at}` }), x));
    const both = [masked(read[0]!), read[1]!].map((tensor) => apply(shared, tensor));
    const joined = apply(layers.concatenate(), ...both);
    const flat = positions.length === 0 ? joined : apply(layers.flatten(), joined);
    const end = apply(dense({ units: 2, name: 'head' }), flat);
    expect(read[0]!.shape).toEqual([null, ...shape]);
    const { certificate } = await extractedMasked(setBits(randomize(model({ inputs, outputs: end })), { before_0: half }));
    expect(certificate.retained).toEqual([{ layer: 'before_0', units: [1, 2], reason: 'shared', at: 'shared' }]);
  });

  it('count a unit as masked where masks drop it behind every call, and list it as shared where one keeps it', async () => {
    const [a, b] = [input({ shape: [4], name: 'a' }), input({ shape: [4], name: 'b' })];
    const [shared, norm] = [dense({ units: 4, name: 'shared' }), layers.batchNormalization({ name: 'norm' })];
    const ends = [a, b].map((x, at) => masked(apply(layers.reLU({ name: `relu_${at}` }), apply(norm, apply(shared, x)))));
    const end = apply(dense({ units: 3, name: 'head' }), apply(layers.add(), ...ends));
    const network = randomize(model({ inputs: [a, b], outputs: end }));
    const { certificate, layers: made } = await extractedMasked(setBits(network, { relu_0: [1, 0, 0, 0], relu_1: [1, 0, 1, 0] }));
    expect(made.slice(0, 2)).toEqual(['shared 4×2 2', 'norm 2 2 2 2']);
    expect(certificate.layers[0]).toEqual({ layer: 'shared', before: 4, after: 2, masked: 2, dead: 0, unreachable: 0 });
  });

  it('get a layer for each call where TensorFlow.js would swap the calls of a shared one on loading', async () => {
    const x = input({ shape: [4], name: 'x' });
    const shared = dense({ units: 4, activation: 'relu', name: 'shared' });
    const inner = [1, 2, 3].map((index) => dense({ units: 4, inputShape: [4], name: `inner_${index}` }));
    const first = apply(dense({ units: 4, name: 'after' }), apply(shared, apply(dense({ units: 4, name: 'before' }), x)));
    const second = apply(sequential({ name: 'inner', layers: inner }), apply(shared, x));
    const end = apply(layers.concatenate({ name: 'both' }), second, masked(first));
    const network = randomize(model({ inputs: x, outputs: apply(dense({ units: 3, name: 'head' }), end) }));
    const found = await extractedMasked(setBits(network, { after: half }));
    expect(found.layers.filter((layer) => layer.startsWith('shared')).sort()).toEqual(['shared 4×4 4', 'shared_2 4×4 4']);
  });
});

it('refuses masks that hold several tasks', async () => {
  const network = sequential({ layers: [dense({ units: 4, inputShape: [3] }), new UnitMask({ tasks: 2, name: 'mask' })] });
  await expect(extractMasked(network)).rejects.toThrow(/^extractMasked: mask "mask" holds 2 tasks; expected one/);
});

it('keeps an input that nothing is left to read, also once saved and loaded', async () => {
  const [a, b] = [input({ shape: [4], name: 'a' }), input({ shape: [3], name: 'b' })];
  const [left, right] = [apply(dense({ units: 4, name: 'left' }), a), apply(dense({ units: 4, name: 'right' }), b)];
  const end = apply(layers.concatenate({ name: 'both' }), left, right);
  const network = randomize(model({ inputs: [a, b], outputs: apply(dense({ units: 3, name: 'head' }), end) }));
  const found = await extracted(network, { bits: { right: none } });
  expect(found.network.inputs.map(({ shape }) => shape)).toEqual([
    [null, 4],
    [null, 3],
  ]);
  const held = ['b_row', 'b_mean', 'b_nothing', 'b_shape', 'b_unread'];
  expect(found.layers).toEqual(expect.arrayContaining([...held, 'left 4×4 4', 'head 4×3 3']));
  expect(found.layers).toHaveLength(held.length + 2);
  const x = inputFor(found.network);
  const [whole, loaded] = [found.network, await reload(found.network)].map((each) => each.predict(x) as Tensor);
  expect(loaded!).toBeAllclose(whole!);
});

it('takes fewer inputs where that is asked for', async () => {
  const network = makeNetwork('chain');
  setTo(network, 'first', (kernel) => kernel.fill(0, 7, 14)); // input 1
  const bits = { first: [1, 1, 0, 0, 0, 0, 0] };
  const found = await extracted(network, { bits, readOut: readOutOf(5), options: { dropInputs: true } });
  expect(found.layers[0]).toBe('first 3×2 2');
  const { inputs } = await extractSubnetwork(network, { masks: await maskSet(network, bits) }, { dropInputs: true });
  expect(inputs).toEqual([[0, 2, 3]]);
});

it('keeps every output of a network with several', async () => {
  const found = await extracted(makeNetwork('twoHeads'), { bits: { body: [1, 0, 0, 1, 1, 0] } });
  expect(found.layers).toEqual(['body 4×3 3', 'size 3×1 1', 'kind 3×3 3', 'squash']);
});

it('leaves no tensor behind but the weights of the new network', async () => {
  const network = makeNetwork('image');
  const masks = await maskSet(network, { conv_1: [1, 0, 1], elu: half });
  await expect(async () => (await extractSubnetwork(network, { masks })).network.dispose()).toLeakNoTensors();
});

it('counts what a network costs by closed forms', () => {
  const network = sequential({
    layers: [
      layers.separableConv2d({ filters: 5, kernelSize: 3, inputShape: [8, 8, 2], name: 'apart' }),
      layers.depthwiseConv2d({ kernelSize: 2, strides: 2, name: 'depth' }),
      layers.batchNormalization({ name: 'norm' }),
      layers.flatten(),
      dense({ units: 7, useBias: false }),
    ],
  });
  const parameters = 3 * 3 * 2 + 2 * 5 + 5 + (2 * 2 * 5 + 5) + 4 * 5 + 45 * 7;
  const multiplyAdds = 6 * 6 * (3 * 3 * 2 + 2 * 5) + 3 * 3 * (2 * 2 * 5) + 45 * 7;
  expect(networkCosts(network)).toEqual({ parameters, bytes: 4 * parameters, multiplyAdds });
});

it('compares the networks on samples that are given', async () => {
  const network = makeNetwork('chain');
  const x = inputFor(network, 9, 3)[0]!;
  const { certificate } = await extractSubnetwork(
    network,
    { masks: await maskSet(network, { first: [1, 1, 1, 1, 1, 1, 1] }) },
    { x, samples: 10 },
  );
  expect(certificate.samples).toEqual({ random: 10, given: 9 });
  expect(certificate.outputs.largest).toBeGreaterThanOrEqual(Math.max(...outputsOf(network, [x])[0]!));
});
