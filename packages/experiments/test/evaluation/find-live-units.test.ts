import { memory, tensor1d, tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { inMemory } from '@dum/datasets';
import { findLiveUnits, mlp } from '@dum/experiments';
import { fingerprintNetwork } from '@dum/masks';
import { createMaskSet, type MaskSet } from '@dum/masks/mask-set';

const masksOn = async (network: LayersModel, layer: string, shape: number[]): Promise<MaskSet> =>
  createMaskSet(await fingerprintNetwork(network), [{ layer, shape, kept: new Uint8Array(shape.reduce((a, b) => a * b, 1)) }]);

/** One input; units: x, relu(−x − 1), constant 3, relu(x − 1000.5). */
const dense = (): LayersModel => {
  const network = sequential({
    layers: [
      layers.dense({ units: 4, inputShape: [1], activation: 'relu', name: 'hidden' }),
      layers.dense({ units: 2, name: 'head', kernelInitializer: 'ones' }),
    ],
  });
  network.getLayer('hidden').setWeights([tensor2d([[1, -1, 0, 1]]), tensor1d([0, -1, 3, -1000.5])]);
  return network;
};

const counting = (count: number) => ({ source: inMemory({ x: Float32Array.from({ length: count }, (_, row) => row), sampleShape: [1] }) });

describe('findLiveUnits', () => {
  it('keeps the planted units that vary, and looks at every sample', async () => {
    const network = dense();
    const masks = await masksOn(network, 'hidden', [4]);
    const tensors = memory().numTensors;
    const few = await findLiveUnits(network, masks, counting(1000));
    const many = await findLiveUnits(network, masks, counting(1002));
    expect(few).toEqual({
      network: masks.network,
      layers: [{ layer: 'hidden', granularity: 'channel', shape: [4], kept: Uint8Array.of(1, 0, 0, 0) }],
    });
    expect([...many.layers[0]!.kept]).toEqual([1, 0, 0, 1]);
    expect([...(await findLiveUnits(network, masks, counting(1))).layers[0]!.kept]).toEqual([0, 0, 0, 0]);
    expect(memory().numTensors).toBe(tensors);
    expect(await fingerprintNetwork(network)).toBe(masks.network);
  });

  it('looks into nested networks, and at features of the input', async () => {
    const outer = sequential();
    outer.add(dense());
    outer.add(layers.dense({ units: 2, name: 'outer_head' }));
    const fingerprint = await fingerprintNetwork(outer);
    const masks = createMaskSet(fingerprint, [
      { layer: outer.inputs[0]!.sourceLayer.name, shape: [1], kept: [0] },
      { layer: 'hidden', places: ['hidden', 'head'], shape: [4], kept: [0, 0, 0, 0] },
    ]);
    const tensors = memory().numTensors;
    const { layers: found } = await findLiveUnits(outer, masks, counting(5));
    expect(found.map(({ kept }) => [...kept])).toEqual([[1], [1, 0, 0, 0]]);
    expect(found[1]!.places).toEqual(['hidden', 'head']);
    expect(memory().numTensors).toBe(tensors);
  });

  it('counts channels where the masks do, and elements where they do', async () => {
    const network = sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 1, inputShape: [2, 1, 1], name: 'conv' }),
        layers.flatten(),
        layers.dense({ units: 2, name: 'head' }),
      ],
    });
    network.getLayer('conv').setWeights([tensor4d([1, 0], [1, 1, 1, 2]), tensor1d([0, 5])]);
    const samples = { source: inMemory({ x: Float32Array.of(7, 1, 7, 2), sampleShape: [2, 1, 1] }) };
    const found = async (shape: number[]) => [
      ...(await findLiveUnits(network, await masksOn(network, 'conv', shape), samples)).layers[0]!.kept,
    ];
    expect(await found([2])).toEqual([1, 0]);
    expect(await found([2, 1, 2])).toEqual([0, 0, 1, 0]);
    await expect(found([3])).rejects.toThrow(/the mask of "conv" has shape \[3\]; its output has \[2, 1, 2\]/);
  });

  it('refuses masks of another network or layer', async () => {
    const network = dense();
    const masks = await masksOn(network, 'hiden', [4]);
    await expect(findLiveUnits(mlp({ inputs: 1, hidden: [4], classes: 2 }), masks, counting(3))).rejects.toThrow(
      /^findLiveUnits: the masks belong to another network .*use the network that they were found in$/,
    );
    await expect(findLiveUnits(network, masks, counting(3))).rejects.toThrow(/no layer matches "hiden"; .*Did you mean "hidden"/);
  });
});
