import { tensor, type Tensor, tidy, train } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, model, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { headOf, insertMasks, readMasks, removeHead, replaceHead, type ReplaceHeadOptions } from '@dum/masks';
import { inputFor, makeNetwork, outputsOf, randomize, reload, stateOf } from './_networks.js';

const { activation, dense, leakyReLU, softmax } = layers;

const endings: Record<string, () => layers.Layer[]> = {
  'a dense softmax layer': () => [dense({ units: 3, activation: 'softmax', name: 'last' })],
  'a dense layer and an activation': () => [dense({ units: 3, name: 'last' }), activation({ activation: 'softmax' })],
  'a dense layer and a softmax layer': () => [dense({ units: 3, name: 'last' }), softmax()],
  'a dense layer and two activations': () => [dense({ units: 3, name: 'last' }), leakyReLU(), softmax()],
};

const networkWith = (ending: string): LayersModel =>
  randomize(
    sequential({ name: 'net', layers: [dense({ units: 5, inputShape: [4], activation: 'relu', name: 'hidden' }), ...endings[ending]!()] }),
  );

const hiddenOutputs = (network: LayersModel): number[] =>
  outputsOf(model({ inputs: network.inputs, outputs: network.getLayer('hidden').output }))[0]!;

describe.each(Object.keys(endings))('a head of %s', (name) => {
  it('is found and removed; what it read becomes the output', () => {
    const network = networkWith(name);
    expect(headOf(network)).toBe(network.getLayer('last'));
    const body = removeHead(network);
    expect(body.layers.at(-1)!.name).toBe('hidden');
    expect(outputsOf(body)[0]).toEqual(hiddenOutputs(network));
  });

  it('makes way for a new softmax head', () => {
    const network = networkWith(name);
    const before = stateOf(network);
    const replaced = replaceHead(network, { units: 2 });
    expect(replaced.layers.slice(1).map((layer) => layer.name)).toEqual(['hidden', 'head']);
    expect(replaced.name).toBe('net');
    const [kernel, bias] = headOf(replaced).weights.map((weight) => Array.from(weight.read().dataSync())) as [number[], number[]];
    const features = hiddenOutputs(network);
    const expected = Array.from({ length: features.length / 5 }, (_, row) => {
      const logits = [0, 1].map(
        (unit) =>
          bias[unit]! + Array.from({ length: 5 }, (__, at) => features[row * 5 + at]! * kernel[at * 2 + unit]!).reduce((a, b) => a + b),
      );
      const total = Math.exp(logits[0]!) + Math.exp(logits[1]!);
      return logits.map((logit) => Math.exp(logit) / total);
    });
    expect(outputsOf(replaced)[0]).toBeAllclose(expected.flat(), 1e-6);
    expect(stateOf(network)).toEqual(before);
  });
});

describe('replaceHead', () => {
  const kernelOf = (options: ReplaceHeadOptions) =>
    Array.from(
      headOf(replaceHead(makeNetwork('chain'), options))
        .weights[0]!.read()
        .dataSync(),
    );

  it('draws the same head from the same seed, 0 among them, and another from another', () => {
    for (const seed of [0, 1, 2 ** 40]) expect(kernelOf({ units: 3, seed })).toEqual(kernelOf({ units: 3, seed }));
    expect(new Set([0, 1, 2].map((seed) => kernelOf({ units: 3, seed }).join())).size).toBe(3);
    expect(kernelOf({ units: 3 })).toEqual(kernelOf({ units: 3, seed: 1 }));
    expect(Math.max(...kernelOf({ units: 3 }).map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / (5 + 3)));
  });

  it('keeps what was trainable, and the masks', async () => {
    const { network: masked } = insertMasks(makeNetwork('chain'), { mask: () => ({ initialKeepProbability: 0.9 }) });
    const replaced = replaceHead(masked, { units: 2 });
    expect(replaced.trainableWeights.map(({ originalName }) => originalName)).toEqual([
      'first_mask/logits',
      'second_mask/logits',
      'head/kernel',
      'head/bias',
    ]);
    expect((await readMasks(replaced)).layers).toEqual((await readMasks(masked)).layers);
    expect(replaceHead(makeNetwork('chain'), { units: 2 }).trainableWeights).toHaveLength(6);
  });

  it('saves and loads', async () => {
    const replaced = replaceHead(makeNetwork('image'), { units: 4, name: 'Head_2' });
    expect(outputsOf(await reload(replaced))).toEqual(outputsOf(replaced));
  });

  it('may take the name of the head that went, and goes by a name of its own', () => {
    const once = replaceHead(makeNetwork('chain'), { units: 2 });
    const twice = replaceHead(once, { units: 4 });
    expect(headOf(twice).name).toBe('head');
    expect(twice.outputs[0]!.shape).toEqual([null, 4]);
    expect(headOf(replaceHead(once, { units: 4, name: 'mine' })).name).toBe('mine');
  });

  it('takes the only layer of a network', () => {
    const network = sequential({ layers: [dense({ units: 3, inputShape: [4] })] });
    const replaced = replaceHead(network, { units: 2 });
    expect(replaced.predict(inputFor(replaced)) as Tensor).toHaveProperty('shape', [5, 2]);
    expect(outputsOf(removeHead(network))[0]).toEqual(Array.from(inputFor(network)[0]!.dataSync()));
  });

  it('trains a head on a frozen body that stays as it is', async () => {
    const network = makeNetwork('image');
    for (const layer of network.layers) layer.trainable = false;
    const replaced = replaceHead(network, { units: 2 });
    const before = outputsOf(removeHead(replaced));
    replaced.compile({ optimizer: train.sgd(0.1), loss: 'categoricalCrossentropy' });
    const [x] = inputFor(replaced, 8) as [Tensor];
    const y = tidy(() => tensor(Array.from({ length: 8 }, (_, row) => [row % 2, 1 - (row % 2)])));
    await replaced.fit(x, y, { verbose: 0 });
    expect(outputsOf(removeHead(replaced))).toEqual(before);
  });

  it.each<[ReplaceHeadOptions, string]>([
    [{ units: 0 }, 'replaceHead: units is 0; expected a whole number of at least 1'],
    [{ units: 2.5 }, 'replaceHead: units is 2.5'],
    [{ units: '2' as unknown as number }, 'replaceHead: units is "2";'],
    [{ unit: 2 } as unknown as ReplaceHeadOptions, 'replaceHead: no option is called "unit"; did you mean "units"?'],
    [2 as unknown as ReplaceHeadOptions, 'replaceHead: options is 2; expected an object of units, name, seed'],
    [{ units: 2, seed: Number.NaN }, 'replaceHead: seed is NaN; expected a whole number'],
    [
      { units: 2, name: 'first' },
      `replaceHead: "chain" has a layer called "first" besides its head; give the new head another name, such as name: 'first_2'`,
    ],
  ])('refuses %o', (options, message) => {
    expect(() => replaceHead(makeNetwork('chain'), options)).toThrow(message);
  });
});

describe.each([
  ['headOf', headOf],
  ['removeHead', removeHead],
  ['replaceHead', (network: LayersModel) => replaceHead(network, { units: 2 })],
])('%s refuses', (who, run) => {
  it('several outputs', () => {
    expect(() => run(makeNetwork('twoHeads'))).toThrow(`${who}: "two-heads" has 2 outputs; expected one`);
  });

  it('a network that does not end in a dense layer', () => {
    const network = sequential({
      name: 'flat',
      layers: [dense({ units: 3, inputShape: [2] }), layers.dropout({ rate: 0.5, name: 'drop' })],
    });
    expect(() => run(network)).toThrow(
      `${who}: "flat" ends in "drop" (Dropout); expected a Dense layer with or without an activation behind it`,
    );
  });

  it('a network of nothing but an activation', () => {
    const network = sequential({ name: 'soft', layers: [softmax({ inputShape: [2] })] });
    expect(() => run(network)).toThrow(/ends in ".*_input" \(InputLayer\); expected a Dense layer/);
  });
});
