import fc from 'fast-check';
import { fill, memory, randomUniform, serialization, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '@dum/backend';
import { exportedLayers, exportKeras, parseKeras } from '@dum/keras';
import { goldenBytes, importHere } from './_import.js';
import { networkOf, randomize, recipes } from './_random-network.js';
import { entriesOf } from './_rewrite.js';

beforeAll(async () => {
  await useBackend('wasm');
});

const answersOf = (network: LayersModel): readonly Float32Array[] =>
  tidy(() => {
    const x = network.inputs.map(({ shape }, i) => randomUniform([3, ...(shape.slice(1) as number[])], -1, 1, 'float32', 7 + i));
    const answer = network.predict(x);
    return (Array.isArray(answer) ? answer : [answer]).map((tensor: Tensor) => tensor.dataSync() as Float32Array);
  });

const difference = (one: LayersModel, other: LayersModel): number => {
  const [before, after] = [answersOf(one), answersOf(other)];
  return Math.max(
    ...before.map(
      (values, i) => Math.max(...values.map((value, k) => Math.abs(value - after[i]![k]!))) / Math.max(...values.map(Math.abs)),
    ),
  );
};

const valuesOf = (layer: layers.Layer): readonly unknown[] => layer.getWeights().map((weight) => [weight.shape, [...weight.dataSync()]]);

const on = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;

const chain = (...chained: layers.Layer[]): LayersModel => randomize(sequential({ layers: chained }), 3);

const refusalOf = (network: LayersModel, format?: 'npz'): Promise<string> =>
  exportKeras(network, format === undefined ? {} : { format }).then(
    () => 'it was written',
    (error: unknown) => `${(error as { code?: string }).code}: ${(error as Error).message}`,
  );

describe('a network that is exported and imported again', () => {
  it('computes the same and has the same weights, to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, async (recipe) => {
        const network = networkOf(recipe);
        const { bytes, notes } = await exportKeras(network);
        expect(notes).toEqual([]);
        const again = await importHere(bytes);
        expect(difference(network, again)).toBeLessThan(1e-5);
        expect(again.countParams()).toBe(network.countParams());
        const found = new Map(again.layers.map((layer) => [layer.name, layer]));
        // the import takes separable ones with several channels apart
        const whole = network.layers.filter((layer) => found.get(layer.name)?.getClassName() === layer.getClassName());
        for (const layer of whole) expect(valuesOf(found.get(layer.name)!)).toEqual(valuesOf(layer));
        expect(whole.length).toBeGreaterThanOrEqual(network.layers.length - recipe.steps.length);
        network.dispose();
        again.dispose();
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('was sequential, and stays as it was', async () => {
    const network = chain(layers.dense({ units: 3, inputShape: [4], activation: 'relu', name: 'first' }), layers.dense({ units: 2 }));
    const before = [network.toJSON(), network.layers.map(valuesOf), memory().numTensors];
    const { bytes } = await exportKeras(network);
    expect([network.toJSON(), network.layers.map(valuesOf), memory().numTensors]).toEqual(before);
    expect(difference(network, await importHere(bytes))).toBe(0);
  });

  it('has names that Keras takes, each once', async () => {
    const network = chain(
      layers.dense({ units: 3, inputShape: [4], name: 'inner/dense' }),
      layers.dense({ units: 3, name: 'inner_dense' }),
      layers.activation({ activation: 'relu6', name: 'a/b/c' }),
    );
    const { bytes, notes } = await exportKeras(network);
    expect(notes).toEqual([
      'layer "inner/dense_input" is named "inner_dense_input" there',
      'layer "inner/dense" is named "inner_dense" there',
      expect.stringMatching(/^layer "inner_dense" is named "sequential_\w+_inner_dense" there$/) as string,
      'layer "a/b/c" is named "a_b_c" there',
    ]);
    expect(difference(network, await importHere(bytes))).toBe(0);
  });

  it('has so many layers that their names fill several attributes', async () => {
    const name = (i: number) => `${'long_'.repeat(38)}${i}`;
    const network = chain(
      ...Array.from({ length: 400 }, (_, i) => layers.dense({ units: 1, name: name(i), ...(i === 0 ? { inputShape: [1] } : {}) })),
    );
    const again = await importHere((await exportKeras(network)).bytes);
    expect(again.layers.slice(1).map(valuesOf)).toEqual(network.layers.map(valuesOf));
  });

  it('is trained further or not, as before', async () => {
    const network = chain(layers.dense({ units: 3, inputShape: [4] }), layers.batchNormalization(), layers.dense({ units: 2 }));
    network.layers[1]!.trainable = false;
    expect(difference(network, await importHere((await exportKeras(network)).bytes))).toBe(0);
  });
});

// Keras gives weights to layers by their order, whatever their names; these files have the order of Keras itself
const ordered = async (bytes: Uint8Array): Promise<readonly string[]> => {
  const { artifacts } = await parseKeras(bytes);
  return [...new Set(artifacts.weightSpecs.map(({ name }) => name.split('/')[0]!))];
};

it.each(['conv-bn.keras2', 'residual.keras2', 'residual.keras3', 'mobile.keras3', 'mobile.keras2', 'windows.keras2'])(
  'has its layers in the order of Keras: %s',
  async (name) => {
    const original = await ordered(goldenBytes(`${name}.h5`));
    const { bytes } = await exportKeras(await importHere(goldenBytes(`${name}.h5`)));
    expect(original.length).toBeGreaterThan(5);
    expect(await ordered(bytes)).toEqual(original);
  },
);

describe('npz', () => {
  it('has an array of float32 for each weight, and the same bytes each time', async () => {
    const network = chain(layers.dense({ units: 3, inputShape: [4], name: 'dense' }), layers.batchNormalization({ name: 'norm' }));
    const { bytes } = await exportKeras(network, { format: 'npz' });
    expect((await exportKeras(network, { format: 'npz' })).bytes).toEqual(bytes);
    const entries = await entriesOf(bytes);
    const weights = network.layers.flatMap((layer) => layer.weights.map((weight) => ({ name: `${weight.originalName}.npy`, weight })));
    expect(Object.keys(entries)).toEqual(weights.map(({ name }) => name));
    for (const { name, weight } of weights) {
      const array = Buffer.from(entries[name]!);
      const start = 10 + array.readUInt16LE(8);
      const shape = `${weight.shape.join(', ')}${weight.shape.length === 1 ? ',' : ''}`;
      expect(start % 64).toBe(0);
      expect(array.toString('latin1', 0, 8)).toBe('\x93NUMPY\x01\x00');
      expect(array.toString('latin1', 10, start)).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \((.*)\), \} *\n$/);
      expect(array.toString('latin1', 10, start)).toContain(`(${shape})`);
      const values = new Float32Array(Uint8Array.from(array.subarray(start)).buffer);
      expect(values).toEqual(weight.read().dataSync());
    }
  });
});

class Mask extends layers.Layer {
  static readonly className = 'DumUnitMask';
  override call(x: Tensor | Tensor[]): Tensor | Tensor[] {
    return x;
  }
}
serialization.registerClass(Mask);

const image = { inputShape: [5, 5, 2] };
const withWeight = (value: number): LayersModel => {
  const network = chain(layers.dense({ units: 2, inputShape: [2], name: 'd' }));
  network.layers[0]!.setWeights([fill([2, 2], 1), tensor1d([1, value])]);
  return network;
};

const refused: Readonly<Record<string, readonly [make: () => LayersModel, reason: string]>> = {
  'a mask': [
    () => chain(layers.dense({ units: 2, inputShape: [2] }), new Mask({ name: 'm' })),
    '"m" (DumUnitMask): Keras has no masks; cut the subnetwork out first, by dum extract',
  ],
  'a network within': [
    () =>
      chain(
        layers.dense({ units: 2, inputShape: [2] }),
        sequential({ name: 'inner', layers: [layers.dense({ units: 2, inputShape: [2] })] }),
      ),
    '"inner" (Sequential): it is a network within the network; lay it open first, by flattenNetwork of @dum/masks',
  ],
  'layers over time': [
    () => chain(layers.lstm({ units: 2, recurrentInitializer: 'glorotNormal', inputShape: [3, 2], name: 'l' })),
    '"l" (LSTM): no layer of Keras is known to compute the same',
  ],
  'another approximation': [
    () => chain(layers.dense({ units: 2, inputShape: [2], activation: 'gelu_new', name: 'd' })),
    '"d" (Dense): its activation is "gelu_new"; expected one of elu, gelu',
  ],
  'a normalization of another axis': [
    () => chain(layers.batchNormalization({ axis: 1, ...image, name: 'n' })),
    '"n" (BatchNormalization): its axis is 1',
  ],
  'a softmax of another axis': [
    () => chain(layers.conv2d({ filters: 2, kernelSize: 1, ...image }), layers.softmax({ axis: 1, name: 's' })),
    '"s" (Softmax): its axis is 1',
  ],
  'a dilation that is ignored': [
    () => chain(layers.depthwiseConv2d({ kernelSize: 2, dilationRate: 2, ...image, name: 'c' })),
    '"c" (DepthwiseConv2D): its dilation_rate is [2,2]',
  ],
  'channels that come first': [
    () => chain(layers.conv2d({ filters: 2, kernelSize: 2, dataFormat: 'channelsFirst', ...image, name: 'c' })),
    '"c" (Conv2D): its data_format is "channels_first"',
  ],
  'smooth enlargement': [
    () => chain(layers.upSampling2d({ interpolation: 'bilinear', ...image, name: 'u' })),
    '"u" (UpSampling2D): its interpolation is "bilinear"',
  ],
  'weights that are no numbers': [() => withWeight(NaN), '"d" (Dense): its bias is not finite'],
  'infinite weights': [() => withWeight(-Infinity), '"d" (Dense): its bias is not finite'],
};

describe('what Keras lacks or computes otherwise is refused', () => {
  it.each(Object.entries(refused))('%s', async (_, [make, reason]) => {
    for (const format of [undefined, 'npz'] as const) {
      const refusal = await refusalOf(make(), format);
      expect(refusal).toMatch(/^bad-input: exportKeras: the network cannot be exported\. /);
      expect(refusal).toContain(reason);
    }
  });

  it('all problems at once, with what is supported', async () => {
    const x = input({ shape: [5, 2] });
    const y = on(new Mask({ name: 'mask' }), on(layers.conv1d({ filters: 2, kernelSize: 2, name: 'conv' }), x));
    const refusal = await refusalOf(model({ inputs: x, outputs: y }));
    for (const subject of ['"conv" (Conv1D)', '"mask" (DumUnitMask)', ...exportedLayers]) expect(refusal).toContain(subject);
  });

  it('a form that is not known, and what is no network', async () => {
    const network = chain(layers.dense({ units: 2, inputShape: [2] }));
    await expect(exportKeras(network, { format: 'onnx' as never })).rejects.toThrow('format is "onnx", expected keras-h5 or npz');
    await expect(exportKeras({} as never)).rejects.toThrow('exportKeras: the network is no LayersModel');
  });
});
