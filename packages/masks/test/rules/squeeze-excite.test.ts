import { tensor } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import {
  createMaskSet,
  extractMasked,
  extractSubnetwork,
  fingerprintNetwork,
  insertMasks,
  networkCosts,
  summarizeMasks,
  traceWiring,
  unitGroups,
  UnitMask,
} from '@dum/masks';
import { testLayerRule } from '@dum/masks/testing';
import { SqueezeExcite } from './squeeze-excite.js';

testLayerRule(() => new SqueezeExcite({ squeezed: 2 }), { inputShape: [4, 4, 5] });

const through = (from: SymbolicTensor, ...all: layers.Layer[]): SymbolicTensor =>
  all.reduce((x, layer) => layer.apply(x) as SymbolicTensor, from);

const conv = (filters: number, name: string) => layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', name });

const gate = () => new SqueezeExcite({ squeezed: 2, name: 'gate' });

const chain = (): LayersModel => {
  const x = input({ shape: [6, 6, 2], name: 'x' });
  const features = through(x, conv(5, 'conv'), gate(), conv(3, 'next'), layers.globalAveragePooling2d({ name: 'mean' }));
  return model({ inputs: x, outputs: through(features, layers.dense({ units: 2, name: 'head' })) });
};

it('is masked in front of the layer, where a dropped channel is 0 for the other channels too', () => {
  expect(insertMasks(chain()).masks.map(({ places }) => places)).toEqual([['conv'], ['next']]);
  expect(unitGroups(chain()).map(({ name, places, isDroppable }) => [name, places, isDroppable])).toEqual([
    ['x', [], false],
    ['conv', ['conv'], true],
    ['next', ['next'], true],
    ['head', [], false],
  ]);
});

it('is masked in front of the layer too where it stands in a residual block', () => {
  const x = input({ shape: [6, 6, 2], name: 'x' });
  const stem = through(x, conv(5, 'stem'));
  const branch = through(stem, conv(5, 'branch'), gate());
  const sum = layers.add({ name: 'sum' }).apply([stem, branch]) as SymbolicTensor;
  const network = model({ inputs: x, outputs: through(sum, layers.globalMaxPooling2d({}), layers.dense({ units: 2 })) });
  expect(insertMasks(network).masks.map(({ places }) => places)).toEqual([['stem', 'branch']]);
});

it('is counted and extracted by its rule', async () => {
  const network = chain();
  const costs = (channels: number, next: number) => {
    const weights = channels * 2 + 2 + 2 * channels + channels;
    const parameters = 9 * 2 * channels + channels + weights + 9 * channels * next + next + next * 2 + 2;
    return { parameters, multiplyAdds: 36 * 9 * 2 * channels + 4 * channels + 36 * 9 * channels * next + next * 2 };
  };
  expect(networkCosts(network)).toMatchObject(costs(5, 3));
  const masks = createMaskSet(await fingerprintNetwork(network), [
    { layer: 'conv', shape: [5], kept: [1, 0, 0, 1, 1] },
    { layer: 'next', shape: [3], kept: [0, 1, 1] },
  ]);
  const { network: small, certificate } = await extractSubnetwork(network, { masks });
  expect(small.getLayer('gate').weights.map(({ shape }) => shape)).toEqual([[3, 2], [2], [2, 3], [3]]);
  expect(certificate.outputs.difference).toBeLessThanOrEqual(1e-5 * certificate.outputs.largest);
  expect(certificate.after).toMatchObject(costs(3, 2));
  expect(certificate.retained).toEqual([]);
  const { parameters, multiplyAdds } = summarizeMasks(masks, traceWiring(network, ['conv', 'next']));
  expect([parameters!.kept, multiplyAdds!.kept]).toEqual([costs(3, 2).parameters, costs(3, 2).multiplyAdds]);
  expect([parameters!.total, multiplyAdds!.total]).toEqual([costs(5, 3).parameters, costs(5, 3).multiplyAdds]);
});

it('keeps a channel that a mask behind the layer alone drops, since the other channels go by it', async () => {
  const x = input({ shape: [6, 6, 2], name: 'x' });
  const mask = new UnitMask({ name: 'mask' });
  const features = through(x, conv(5, 'conv'), gate(), mask, layers.globalMaxPooling2d({}), layers.dense({ units: 2, name: 'head' }));
  mask.setWeights([tensor([[1, -1, -1, 1, 1]])]);
  const { certificate } = await extractMasked(model({ inputs: x, outputs: features }));
  expect(certificate.outputs.difference).toBeLessThanOrEqual(1e-5 * certificate.outputs.largest);
  expect(certificate.units).toMatchObject({ before: 7, after: 7 });
});
