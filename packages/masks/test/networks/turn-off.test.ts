import { memory, randomNormal, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { cloneNetwork, fingerprintNetwork, keepOnly, turnOff } from '@dum/masks';
import { refusal } from '../_refusal.js';

const dense = (): LayersModel =>
  sequential({
    layers: [
      layers.dense({ inputShape: [5], units: 6, activation: 'relu', name: 'first' }),
      layers.dense({ units: 4, name: 'second' }),
      layers.activation({ activation: 'relu', name: 'behind' }),
      layers.dense({ units: 3, name: 'head' }),
    ],
  });

const outputsOf = async (network: LayersModel): Promise<Float32Array> => {
  const x = randomNormal([20, ...(network.inputs[0]!.shape.slice(1) as number[])], 0, 1, 'float32', 3);
  const output = network.predict(x) as Tensor;
  const values = await output.data<'float32'>();
  x.dispose();
  output.dispose();
  return values;
};

/** The network with the weights that leave some units of a layer set to 0. */
const withoutWeights = async (network: LayersModel, next: string, units: readonly number[]): Promise<LayersModel> => {
  const copy = cloneNetwork(network);
  const layer = copy.getLayer(next);
  const [kernel, bias] = layer.getWeights() as [Tensor, Tensor];
  const rows = (await kernel.array()) as number[][];
  layer.setWeights([tensor2d(rows.map((row, unit) => (units.includes(unit) ? row.map(() => 0) : row))), bias]);
  return copy;
};

it('switches units off as if nothing read them, and leaves the network as it was', async () => {
  const network = dense();
  const before = await fingerprintNetwork(network);
  const expected = await withoutWeights(await withoutWeights(network, 'second', [1, 4]), 'head', [0]);
  const found = turnOff(network, { first: [4, 1], behind: [0] });
  expect(await outputsOf(found)).toBeAllclose(await outputsOf(expected), 1e-6);
  expect(await fingerprintNetwork(network)).toBe(before);
  found.dispose();
});

it('keeps only some units of the named layers, and all of others', async () => {
  const network = dense();
  const expected = await withoutWeights(network, 'second', [0, 2, 3, 5]);
  expect(await outputsOf(keepOnly(network, { first: [1, 4] }))).toBeAllclose(await outputsOf(expected), 1e-6);
  expect(await outputsOf(keepOnly(network, {}))).toBeAllclose(await outputsOf(network), 1e-6);
  expect((await outputsOf(keepOnly(network, { first: [] }))).slice(0, 3)).toEqual(
    (await outputsOf(keepOnly(network, { first: [] }))).slice(3, 6),
  );
});

it('takes the layer of the units as well as the activation behind it', async () => {
  const network = dense();
  expect(await outputsOf(turnOff(network, { second: [2] }))).toBeAllclose(await outputsOf(turnOff(network, { behind: [2] })), 1e-6);
});

it('switches tied units off together, by the name of any of their places', async () => {
  const x = input({ shape: [4] });
  const both = ['a', 'b'].map((name) => layers.dense({ units: 4, activation: 'relu', name }).apply(x) as SymbolicTensor);
  const sum = layers.add({ name: 'sum' }).apply(both) as SymbolicTensor;
  const network = model({ inputs: x, outputs: layers.dense({ units: 2, name: 'head' }).apply(sum) as SymbolicTensor });
  const expected = await withoutWeights(network, 'head', [3]);
  expect(await outputsOf(turnOff(network, { sum: [3] }))).toBeAllclose(await outputsOf(expected), 1e-6);
});

it('keeps no tensors of what it refuses', () => {
  const network = dense();
  const tensors = memory().numTensors;
  refusal(() => turnOff(network, { first: [6] }));
  expect(memory().numTensors).toBe(tensors);
});

it.each<[string, object, string]>([
  ['an unknown layer', { frist: [0] }, 'turnOff: "sequential_1" has no layer "frist"; did you mean "first"?'],
  ['a number that is no unit', { first: [0, 6] }, 'turnOff: a unit of "first" is 6; expected whole numbers from 0 to 5'],
  ['a unit alone', { first: 3 }, 'turnOff: a unit of "first" is 3'],
  ['no record', [3] as object, 'turnOff: "sequential_1" has no layer "0"'],
])('refuses %s', (_, units, expected) => {
  const network = dense();
  network.name = 'sequential_1';
  expect(refusal(() => turnOff(network, units as never))).toContain(expected);
});
