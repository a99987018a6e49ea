// Networks on Fashion-MNIST, with kinds of clothes as tasks. The chain has convolutions of 16, 16, 32 and 32 channels and 64 dense units, all
// with batch normalization; its first convolution halves the image. The residual one has a block each of 8, 16 and 32 channels.
import { oneVsRest, splitTrainValidation, takeFirst } from '@dum/datasets';
import { loadFashionMnist } from '@dum/datasets/node';
import { residualNet } from '@dum/experiments';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { requireData } from './require-data.js';
import { trainOnce } from './train-once.js';

const convolution = (filters, at, seed, inputShape) =>
  layers.conv2d({
    ...(inputShape === undefined ? {} : { inputShape }),
    ...{ name: `conv_${at}`, filters, kernelSize: 3, strides: at === 1 ? 2 : 1, padding: 'same', useBias: false },
    kernelInitializer: initializers.heNormal({ seed: 10 * seed + at }),
  });

const normalizedRelu = (name) => [
  layers.batchNormalization({ name: `${name}_norm`, momentum: 0.9 }),
  layers.activation({ name: `${name}_relu`, activation: 'relu' }),
];

const createChain = (seed) =>
  sequential({
    layers: [
      ...[16, 16, 32, 32].flatMap((filters, index) => [
        convolution(filters, index + 1, seed, index === 0 ? [28, 28, 1] : undefined),
        ...normalizedRelu(`conv_${index + 1}`),
        ...(index % 2 === 1 ? [layers.maxPooling2d({ name: `pool_${index + 1}`, poolSize: 2 })] : []),
      ]),
      layers.flatten({ name: 'flat' }),
      layers.dense({ name: 'dense', units: 64, useBias: false, kernelInitializer: initializers.heNormal({ seed: 10 * seed + 5 }) }),
      ...normalizedRelu('dense'),
      layers.dense({
        ...{ name: 'head', units: 10, activation: 'softmax' },
        kernelInitializer: initializers.glorotUniform({ seed: 10 * seed + 6 }),
      }),
    ],
  });

const createResidual = (seed) => residualNet({ inputShape: [28, 28, 1], filters: [8, 16, 32], classes: 10, seed });

export const openFashionMnist = async ({ seed, residual = false, samples, validation, classes, say }) => {
  const fashion = await requireData(() => loadFashionMnist({ limit: 12_000 + validation }));
  const data = { ...fashion, ...splitTrainValidation(fashion.train, { validation, seed }) };
  const made = { name: residual ? 'fashion-residual' : 'fashion-mnist', seed, validation, training: { epochs: 5, batchSize: 64, seed } };
  const network = await trainOnce(made, () => (residual ? createResidual(seed) : createChain(seed)), data, say);
  const searched = { ...data, train: takeFirst(data.train, samples) };
  return { network, data: searched, tasks: oneVsRest(searched, { classes }) };
};
