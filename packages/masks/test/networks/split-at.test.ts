import { profile, square, sum, type Tensor, tensor, tidy, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintNetwork, insertMasks, type LayerSelection, splitAt, type SplitNetwork, UnitMask } from '@dum/masks';
import { inputFor, makeNetwork, type NetworkName, outputsOf, randomize, stateOf } from './_networks.js';
import { networkOf, recipes } from './_random-network.js';

const names = (tensors: readonly SymbolicTensor[]) => tensors.map(({ sourceLayer }) => sourceLayer.name);

const joined = ({ prefix, tail }: SplitNetwork, x: Tensor[]): number[][] => {
  if (prefix === undefined) return outputsOf(tail, x);
  const between = tidy(() => [prefix.apply(x.length === 1 ? x[0]! : x, { training: false }) as Tensor | Tensor[]].flat());
  return outputsOf(tail, between);
};

const expectWhole = (network: LayersModel, split: SplitNetwork): void => {
  const x = inputFor(network);
  expect(joined(split, x)).toEqual(outputsOf(network, x));
};

const masks = (network: LayersModel) => network.layers.filter((layer) => layer instanceof UnitMask).map(({ name }) => name);

describe('splitAt', () => {
  it.each<[string, NetworkName, LayerSelection, string[], string[]]>([
    ['the second layer of a chain', 'chain', 'second', ['first'], ['first_output']],
    ['the last layer of a chain', 'chain', 'last', ['second'], ['second_output']],
    ['a convolution', 'image', 'conv_2', ['pool'], ['pool_output']],
    [
      'a branch, other branches and the input being read later',
      'branches',
      'deep',
      ['left', 'right', 'x'],
      ['left_output', 'right_output', 'x'],
    ],
    ['a layer behind a join', 'branches', 'both', ['sum', 'left', 'x'], ['sum_output', 'left_output', 'x']],
    ['behind a shared layer', 'siamese', 'both', ['shared', 'shared'], ['shared_output', 'shared_output_2']],
    ['two heads', 'twoHeads', ['kind', 'size'], ['body'], ['body_output']],
    ['a nested network', 'nested', 'inner', ['first'], ['first_output']],
    ['a recurrent layer', 'recurrent', 'both_ways', ['over_time'], ['over_time_output']],
  ])('at %s', (_, name, selection, outputs, inputs) => {
    const network = makeNetwork(name);
    const before = stateOf(network);
    const split = splitAt(network, selection);
    expectWhole(network, split);
    expect(names(split.prefix!.outputs)).toEqual(outputs);
    expect(names(split.tail.inputs)).toEqual(inputs);
    expect(split.prefix!.inputs.map(({ shape }) => shape)).toEqual(network.inputs.map(({ shape }) => shape));
    expect(stateOf(network)).toEqual(before);
  });

  it.each<[NetworkName, LayerSelection]>([
    ['chain', 'first'],
    ['branches', ['left', 'right']],
    ['siamese', 'shared'],
    ['branches', 'x'],
    ['siamese', ['b', 'a']],
    ['chain', 'first_input'],
  ])('has no prefix in %s at %j, and the inputs of the network in order', (name, selection) => {
    const network = makeNetwork(name);
    const split = splitAt(network, selection);
    expect(split.prefix).toBeUndefined();
    expect(names(split.tail.inputs)).toEqual(names(network.inputs));
    expectWhole(network, split);
  });

  it('starts the tail at an input that is selected, and at what else it needs', () => {
    const [a, b] = [input({ shape: [3], name: 'a' }), input({ shape: [3], name: 'b' })];
    const early = layers.dense({ units: 4, name: 'early' }).apply(a) as SymbolicTensor;
    const both = layers.concatenate({ name: 'both' }).apply([early, b]) as SymbolicTensor;
    const network = randomize(model({ inputs: [a, b], outputs: layers.dense({ units: 2, name: 'last' }).apply(both) as SymbolicTensor }));
    const split = splitAt(network, 'b');
    expect(names(split.prefix!.outputs)).toEqual(['b', 'early']);
    expect(names(split.tail.inputs)).toEqual(['b', 'early_output']);
    expectWhole(network, split);
  });

  it('finds names for the inputs of the tail that no layer has', () => {
    const network = randomize(
      sequential({
        layers: [
          layers.dense({ units: 3, inputShape: [2], name: 'a' }),
          layers.dense({ units: 3, name: 'a_output' }),
          layers.dense({ units: 3, name: 'a_output_2' }),
        ],
      }),
    );
    const split = splitAt(network, 'a_output');
    expect(names(split.tail.inputs)).toEqual(['a_output_3']);
    expectWhole(network, split);
  });

  it('frees a fixed batch size', () => {
    const x = input({ batchShape: [1, 3] });
    const hidden = layers.dense({ units: 4, name: 'hidden' }).apply(x) as SymbolicTensor;
    const network = model({ inputs: x, outputs: layers.dense({ units: 2, name: 'last' }).apply(hidden) as SymbolicTensor });
    const { prefix, tail } = splitAt(network, 'last');
    expect([prefix!.inputs[0]!.shape, tail.inputs[0]!.shape]).toEqual([
      [null, 3],
      [null, 4],
    ]);
  });

  it('refuses when an output depends on nothing selected, or a layer is unknown', () => {
    expect(() => splitAt(makeNetwork('twoHeads'), 'size')).toThrow(
      'splitAt: the output of "kind" depends on none of the selected layers; select layers that every output of "two-heads" passes',
    );
    expect(() => splitAt(makeNetwork('chain'), 'thrid')).toThrow(
      'splitAt: no layer matches "thrid"; this network has first, second, last.',
    );
  });

  it('is the whole, for any cut of random networks', () => {
    fc.assert(
      fc.property(recipes({ again: true }), fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }), (recipe, picks) => {
        const network = networkOf(recipe);
        const selected = picks.map((pick) => network.layers[pick % network.layers.length]!.name);
        let split: SplitNetwork;
        try {
          split = splitAt(network, selected);
        } catch (error) {
          expect(String(error)).toContain('depends on none of the selected layers');
          return;
        }
        expectWhole(network, split);
      }),
      { numRuns: 100 },
    );
  });
});

describe('splitAt the masks of a masked network', () => {
  it.each<[NetworkName, LayerSelection | undefined, string[]]>([
    ['chain', undefined, ['first']],
    ['image', undefined, ['norm']],
    ['branches', undefined, ['left', 'right', 'x']],
    ['branches', ['deep'], ['deep', 'right', 'left', 'x']],
    ['nested', undefined, ['first']],
  ])('computes %s with masks on %j up to %j', (name, selection, outputs) => {
    const network = makeNetwork(name);
    const options = { mask: () => ({ initialKeepProbability: 0.9 }), ...(selection === undefined ? {} : { layers: selection }) };
    const { network: masked } = insertMasks(network, options);
    const split = splitAt(masked, masks(masked));
    expect(names(split.prefix!.outputs)).toEqual(outputs);
    expect(masks(split.prefix!)).toEqual([]);
    expect(masks(split.tail)).toEqual(masks(masked));
    expectWhole(network, split);
    expect(split.prefix!.trainableWeights).toHaveLength(0);
    expect(split.tail.trainableWeights.map(({ originalName }) => originalName).sort()).toEqual(
      masks(masked)
        .map((mask) => `${mask}/logits`)
        .sort(),
    );
  });

  it('has gradients of the logits in the tail, and computes none of a kernel', async () => {
    const { network: masked } = insertMasks(makeNetwork('chain'));
    const { prefix, tail } = splitAt(masked, masks(masked));
    const between = prefix!.predict(inputFor(masked)) as Tensor;
    const logits = tail.trainableWeights.map((weight) => weight.read() as Variable);
    const gradients: number[] = [];
    const { kernels } = await profile(() =>
      tidy(() => {
        const { value, grads } = variableGrads(
          () => sum(square(tail.apply(between, { sampleMasks: { step: 1, temperature: 1 } }) as Tensor)),
          logits,
        );
        gradients.push(...Object.values(grads).map((gradient) => gradient.dataSync().filter((entry) => entry !== 0).length));
        return value;
      }),
    );
    expect(gradients.every((count) => count > 0)).toBe(true);
    const kernelShapes = ['[1,7,5]', '[1,5,3]'];
    expect(kernels.filter(({ outputShapes }) => kernelShapes.includes(JSON.stringify(outputShapes[0])))).toEqual([]);
  });

  it('keeps the fingerprint of the tail when only logits change', async () => {
    const { network: masked } = insertMasks(makeNetwork('chain'));
    const { tail } = splitAt(masked, masks(masked));
    const before = await fingerprintNetwork(tail);
    for (const weight of tail.trainableWeights)
      weight.write(tensor(new Float32Array(weight.read().size).fill(3), weight.shape as number[]));
    expect(await fingerprintNetwork(tail)).toBe(before);
  });
});
