import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { reshape, tidy } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import { cloneNetwork } from '@dum/masks';
import { loadNetwork } from '@dum/experiments/store';

/**
 * The same network for pictures of another size, with a dense head.
 *
 * The network has to end in a 1×1 convolution with a filter for each class, and the mean over positions. That is the mean of the features
 * followed by a dense layer of the same weights, so the answers stay the same; with a dense head, the features can be masked.
 */
export const withDenseHead = (network: LayersModel, side: number): LayersModel => {
  const [convolution, pooling] = network.layers.slice(-2);
  const ends = [convolution, pooling].map((layer) => layer?.getClassName()).join(', ');
  if (ends !== 'Conv2D, GlobalAveragePooling2D') {
    throw new DumError(
      'bad-input',
      `withDenseHead: the network ends in ${ends}; expected Conv2D, GlobalAveragePooling2D, as Tiny Darknet does`,
    );
  }
  const photos = input({ shape: [side, side, 3], name: 'photos' });
  const features = network.layers.slice(1, -2).reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, photos);
  const [kernel, bias] = convolution!.getWeights();
  const classes = bias!.size;
  const means = layers.globalAveragePooling2d({ name: 'means' }).apply(features) as SymbolicTensor;
  const head = layers.dense({ name: 'head', units: classes, activation: 'softmax' });
  const dense = model({ inputs: photos, outputs: head.apply(means) as SymbolicTensor });
  tidy(() => head.setWeights([reshape(kernel!, [-1, classes]), bias!]));
  // its layers now belong to two networks, and the copy's to one
  const copy = cloneNetwork(dense);
  dense.dispose();
  return copy;
};

/** Opens the network in a folder with `model.json`, for square pictures of a side. */
export const openNetwork = async (folder: string, side: number): Promise<LayersModel> => withDenseHead(await loadNetwork(folder), side);
