import { mkdir, writeFile } from 'node:fs/promises';
import { randomUniform, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { useBackend } from '@dum/backend';
import { exportKeras, importKeras } from '@dum/keras';
import { createMaskSet, extractSubnetwork, flattenNetwork, insertMasks, readMasks } from '@dum/masks';

const on = (layer: layers.Layer, ...from: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(from.length === 1 ? from[0]! : from) as SymbolicTensor;

const randomize = (network: LayersModel): LayersModel => {
  tidy(() => {
    network.setWeights(
      network.weights.map(({ originalName, shape }, i) => {
        const scale = /variance|gamma/.test(originalName);
        return randomUniform(shape as number[], scale ? 0.5 : -0.5, scale ? 1.5 : 0.5, 'float32', i + 1);
      }),
    );
  });
  return network;
};

const mlp = (): LayersModel =>
  sequential({
    layers: [
      layers.dense({ units: 30, activation: 'relu', inputShape: [20] }),
      layers.dense({ units: 12, activation: 'hardSigmoid' }),
      layers.dense({ units: 5, activation: 'softmax' }),
    ],
  });

const convolutional = (): LayersModel =>
  sequential({
    layers: [
      layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', inputShape: [12, 12, 3], useBias: false }),
      layers.batchNormalization(),
      layers.reLU({ maxValue: 6 }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.separableConv2d({ filters: 6, kernelSize: 3, depthMultiplier: 2, activation: 'swish' }),
      layers.leakyReLU({ alpha: 0.2 }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 4 }),
    ],
  });

// kernels of one shape in branches of different length, and a layer that is called twice: their order is what Keras goes by
const residual = (): LayersModel => {
  const image = input({ shape: [8, 8, 3] });
  const convolve = (name: string, activation: 'relu' | 'relu6' | 'mish' = 'relu') =>
    layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same', activation, name });
  const shared = convolve('shared');
  let x = on(convolve('stem', 'relu6'), image);
  const long = on(convolve('c', 'mish'), on(shared, on(layers.batchNormalization(), on(convolve('a'), x))));
  x = on(layers.add(), x, long, on(convolve('b'), on(shared, x)));
  return model({ inputs: image, outputs: on(layers.dense({ units: 3 }), on(layers.flatten(), x)) });
};

const extracted = async (): Promise<LayersModel> => {
  const network = randomize(residual());
  const { network: fingerprint, layers: masks } = await readMasks(insertMasks(network).network);
  const half = createMaskSet(
    fingerprint,
    masks.map((mask) => ({ ...mask, kept: mask.kept.map((_, unit) => unit % 2) })),
  );
  return (await extractSubnetwork(network, { masks: half })).network;
};

const imported = async (file: string): Promise<LayersModel> => flattenNetwork((await importKeras(file)).network);

await useBackend('wasm');
const networks: Readonly<Record<string, LayersModel>> = {
  mlp: randomize(mlp()),
  convolutional: randomize(convolutional()),
  residual: randomize(residual()),
  extracted: await extracted(),
  mobile: await imported('mobile.keras3.keras'),
  nested: await imported('nested.keras2.h5'),
};
await mkdir('exports', { recursive: true });
for (const [name, network] of Object.entries(networks)) {
  const x = randomUniform([4, ...(network.inputs[0]!.shape.slice(1) as number[])], -1, 1, 'float32', 7);
  const y = network.predict(x) as Tensor;
  const arrays = [x, y].map((tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()] }));
  await writeFile(`exports/${name}.json`, JSON.stringify(arrays));
  await writeFile(`exports/${name}.h5`, (await exportKeras(network)).bytes);
  await writeFile(`exports/${name}.npz`, (await exportKeras(network, { format: 'npz' })).bytes);
}
console.log(Object.keys(networks).join(' '));
