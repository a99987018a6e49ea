import { memory, mul, randomNormal, type Tensor, tensor, tensor1d, tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { createSplit, type Role } from '@dum/datasets';
import { mlp, unitResponses } from '@dum/experiments';
import { fingerprintNetwork } from '@dum/masks';
import { createMaskSet, type LayerMaskInput, type Subnetwork } from '@dum/masks/mask-set';

const subnetworkOf = async (
  network: LayersModel,
  masks: readonly LayerMaskInput[],
  classOf: readonly number[] = [0, 1],
): Promise<Subnetwork> => ({
  task: 'planted',
  status: 'found',
  masks: createMaskSet(await fingerprintNetwork(network), masks),
  readOut: { kind: 'original-head', classNames: ['rest', 'planted'] },
  alpha: 0,
  seed: 1,
  estimator: 'none',
  penalty: 'none',
  classOf,
});

const splitOf = <R extends Role>(role: R, x: readonly number[], y: readonly number[], sampleShape: readonly number[], classCount = 2) =>
  createSplit(role, { x: Float32Array.from(x), y: Uint8Array.from(y), sampleShape, classCount });

/** Units: x, relu(x₂), constant 3, relu(x − 2.5). */
const planted = (): LayersModel => {
  const network = sequential({
    layers: [
      layers.dense({ units: 4, inputShape: [2], activation: 'relu', name: 'hidden' }),
      layers.dense({ units: 2, name: 'head', kernelInitializer: 'ones' }),
    ],
  });
  const kernel = [
    [1, 0, 0, 1],
    [0, 1, 0, 0],
  ];
  network.getLayer('hidden').setWeights([tensor2d(kernel), tensor1d([0, 0, 3, -2.5])]);
  return network;
};

const counting = splitOf('validation', [0, 9, 1, 9, 2, 9, 3, 8, 4, 8, 5, 7], [0, 0, 0, 1, 1, 1], [2]);

describe('unitResponses', () => {
  it('gives the means, the selectivity and the strongest samples that follow from the weights', async () => {
    const network = planted();
    const subnetwork = await subnetworkOf(network, [{ layer: 'hidden', shape: [4], kept: [1, 0, 1, 1] }]);
    const [measured] = await unitResponses(network, [subnetwork], counting, { strongest: 4 });
    expect(measured).toMatchObject({ task: 'planted', classNames: ['rest', 'planted'], classOf: [0, 1] });
    const [{ layer, keptUnits, units }] = measured!.layers as [(typeof measured & object)['layers'][number]];
    expect({ layer, keptUnits }).toEqual({ layer: 'hidden', keptUnits: 3 });
    const [identity, late, constant] = [0, 3, 2].map((unit) => units.find((each) => each.unit === unit)!);
    expect(identity).toEqual({
      unit: 0,
      selectivity: expect.closeTo(3 / Math.sqrt(35 / 12), 6) as number,
      meanByClass: [1, 4],
      strongest: { samples: [5, 4, 3, 2], meanActivation: 3.5, meanSample: [3.5, 8] },
    });
    expect(late).toEqual({
      unit: 3,
      selectivity: expect.closeTo(1.5 / Math.sqrt(8.75 / 6 - 0.75 ** 2), 6) as number,
      meanByClass: [0, 1.5],
      strongest: { samples: [5, 4, 3], meanActivation: 1.5, meanSample: [4, 23 / 3] },
    });
    expect(constant).toEqual({ unit: 2, selectivity: 0, meanByClass: [3, 3], strongest: null });
    expect(units.map(({ unit }) => unit)).toEqual([0, 3, 2]);
    const [least] = await unitResponses(network, [subnetwork], counting, { units: 1 });
    expect(least!.layers[0]).toMatchObject({ keptUnits: 3, units: [{ unit: 0 }] });
  });

  it('agrees with what a network predicts whose left-out units have no weights, over many samples, and leaves the network as it was', async () => {
    const network = mlp({ inputs: 3, hidden: [6, 5], classes: 3, seed: 4 });
    const [first, second] = network.layers.filter(({ name }) => name !== 'head').slice(-2) as [layers.Layer, layers.Layer];
    const kept = { first: [1, 0, 1, 1, 0, 1], second: [0, 1, 1, 0, 1] };
    const count = 1300;
    const x = Float32Array.from(randomNormal([count, 3], 0, 1, 'float32', 8).dataSync());
    const y = Uint8Array.from({ length: count }, (_, row) => row % 3);
    const split = createSplit('train', { x, y, sampleShape: [3], classCount: 3 });
    const subnetwork = await subnetworkOf(
      network,
      [
        { layer: first.name, shape: [6], kept: kept.first },
        { layer: second.name, shape: [5], kept: kept.second },
      ],
      [0, 1, 255],
    );
    const tensors = memory().numTensors;
    const [measured] = await unitResponses(network, [subnetwork], split);
    expect(memory().numTensors).toBe(tensors);
    expect(await fingerprintNetwork(network)).toBe(subnetwork.masks.network);
    expect(measured!.layers.map(({ layer, units }) => [layer, units.length])).toEqual([
      [second.name, 3],
      [first.name, 4],
    ]);

    const lesioned = sequential({
      layers: [6, 5].map((units, at) =>
        layers.dense({ units, activation: 'relu', name: `lesioned_${at}`, ...(at === 0 ? { inputShape: [3] } : {}) }),
      ),
    });
    const keep = (bits: readonly number[]) => tensor(bits, [1, bits.length]);
    const [kernel, bias] = first.getWeights() as [Tensor, Tensor];
    lesioned.layers[0]!.setWeights([mul(kernel, keep(kept.first)), mul(bias, tensor1d(kept.first))]);
    lesioned.layers[1]!.setWeights(second.getWeights());
    const outputs = (lesioned.predict(tensor(x, [count, 3])) as ReturnType<typeof tensor2d>).arraySync();
    for (const { unit, meanByClass, strongest, selectivity } of measured!.layers[0]!.units) {
      const activations = outputs.map((row) => row[unit]!);
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const ofClass = (label: number) => activations.filter((_, row) => y[row] === label);
      for (const label of [0, 1, 2]) expect(meanByClass[label]).toBeCloseTo(mean(ofClass(label)), 5);
      const ofTask = [...ofClass(0), ...ofClass(1)];
      const deviation = Math.sqrt(mean(ofTask.map((value) => (value - mean(ofTask)) ** 2)));
      expect(selectivity).toBeCloseTo(Math.abs(mean(ofClass(0)) - mean(ofClass(1))) / deviation, 4);
      const order = activations.map((_, row) => row).sort((a, b) => activations[b]! - activations[a]!);
      expect(strongest!.samples.map((row) => activations[row]!)).toEqual(
        order.slice(0, 16).map((row) => expect.closeTo(activations[row]!, 5) as number),
      );
      expect(strongest!.meanSample[1]).toBeCloseTo(mean(strongest!.samples.map((row) => x[3 * row + 1]!)), 5);
    }
  });

  it('means a channel over its positions, and takes each element alone', async () => {
    const network = sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 1, inputShape: [2, 1, 1], name: 'conv' }),
        layers.flatten(),
        layers.dense({ units: 2, name: 'head' }),
      ],
    });
    network.getLayer('conv').setWeights([tensor4d([1, -1], [1, 1, 1, 2]), tensor1d([0, 5])]);
    const split = splitOf('validation', [7, 1, 2, 8], [0, 1], [2, 1, 1]);
    const measured = async (shape: readonly number[], kept: readonly number[]) => {
      const [{ layers: of }] = (await unitResponses(network, [await subnetworkOf(network, [{ layer: 'conv', shape, kept }])], split)) as [
        Awaited<ReturnType<typeof unitResponses>>[number],
      ];
      return of[0]!.units.map(({ unit, meanByClass, strongest }) => ({ unit, meanByClass, samples: strongest?.samples }));
    };
    expect(await measured([2], [0, 1])).toEqual([{ unit: 1, meanByClass: [1, 0], samples: [0] }]);
    expect(await measured([2, 1, 2], [0, 0, 1, 0])).toEqual([{ unit: 2, meanByClass: [1, 8], samples: [1] }]);
  });

  it('refuses what it must not see or cannot read', async () => {
    const network = planted();
    const masks = [{ layer: 'hidden', shape: [4], kept: [1, 1, 1, 1] }];
    const subnetwork = await subnetworkOf(network, masks);
    const test = splitOf('test', [0, 0], [0], [2]);
    await expect(unitResponses(network, [subnetwork], test as never)).rejects.toThrow(/^unitResponses: the test split was given/);
    const third = splitOf('validation', [0, 0], [2], [2], 3);
    await expect(unitResponses(network, [subnetwork], third)).rejects.toThrow(/has label 2; "planted" was found in data of 2 classes/);
    await expect(unitResponses(network, [subnetwork], counting, { units: 0 })).rejects.toThrow(
      /units is 0; expected a whole number of at least 1/,
    );
    const other = mlp({ inputs: 2, hidden: [4], classes: 2 });
    await expect(unitResponses(other, [subnetwork], counting)).rejects.toThrow(/use the network that they were found in/);
    const steep = planted();
    steep.getLayer('hidden').setWeights([mul(steep.getLayer('hidden').getWeights()[0]!, 100), tensor1d([0, 0, 3, -2.5])]);
    const far = splitOf('validation', [1, 1, 3e38, 0], [0, 1], [2]);
    await expect(unitResponses(steep, [await subnetworkOf(steep, masks)], far)).rejects.toThrow(
      /^unitResponses: unit 0 of "hidden" is Infinity for sample 1/,
    );
  });
});
