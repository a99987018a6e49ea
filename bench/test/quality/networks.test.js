import { useBackend } from '@dum/backend';
import { abs, max, randomNormal, softmax, sub } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { LeftOut } from '../../quality/left-out.js';
import { withDenseHead } from '../../quality/networks/darknet.js';
import { openers } from '../../quality/networks/openers.js';
import { superclasses, superclassOf } from '../../quality/networks/superclasses.js';

it.each([
  ['n01514668_cock.jpg', 'bird'],
  ['n02058221_albatross.jpg', 'bird'],
  ['n02085620_Chihuahua.jpg', 'dog'],
  ['n02113978_Mexican_hairless.jpg', 'dog'],
  ['n04285008_sports_car.jpg', 'vehicle'],
  ['n02123045_tabby.jpg', 'other'],
  ['n01440764_tench.jpg', 'other'],
])('%s is of the superclass %s', (file, name) => {
  expect(superclasses[superclassOf(file)]).toBe(name);
});

it('files without a WordNet number have no superclass', () => {
  expect(superclassOf('README.md')).toBeUndefined();
});

it('a 1×1 convolution and the mean over positions are the mean and a dense head', async () => {
  await useBackend('cpu');
  const network = sequential({
    layers: [
      layers.inputLayer({ inputShape: [8, 8, 3] }),
      layers.conv2d({ filters: 5, kernelSize: 3, padding: 'same' }),
      layers.leakyReLU({ alpha: 0.1 }),
      layers.conv2d({ filters: 7, kernelSize: 1, biasInitializer: 'randomNormal' }),
      layers.globalAveragePooling2d({}),
    ],
  });
  const dense = withDenseHead(network, 4);
  const photos = randomNormal([2, 4, 4, 3], 0, 1, 'float32', 1);
  const difference = max(abs(sub(softmax(network.apply(photos)), dense.predict(photos))));
  expect(dense.layers.at(-1).name).toBe('head');
  expect((await difference.data())[0]).toBeLessThan(1e-6);
  dense.dispose();
});

describe('cases of files that are not given', () => {
  it.each([
    ['cifar-10', { file: 'resnet8', files: {} }, 'give its Keras file with --resnet8 FILE'],
    ['darknet', { files: { darknet: 'somewhere' } }, 'one of photos of ImageNet with --photos FOLDER'],
    ['cifar-10', { file: 'resnet8', samples: 10, validation: 5, tested: 5, files: { resnet8: 'a.h5', 'cifar-10': 'nowhere' } }, 'CIFAR-10'],
  ])('%s %j are left out', async (name, given, reason) => {
    await expect(openers[name](given)).rejects.toThrow(reason);
    await expect(openers[name](given)).rejects.toBeInstanceOf(LeftOut);
  });
});
