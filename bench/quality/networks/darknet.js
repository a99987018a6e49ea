// Tiny Darknet, a network for ImageNet, with superclasses as tasks: from a folder with its model.json, and one with photos of ImageNet.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createSplit, oneVsRest, splitTrainValidation } from '@dum/datasets';
import { loadNetwork } from '@dum/experiments/store';
import { input, layers, model } from '@tensorflow/tfjs-layers';
import { reshape, tidy } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { LeftOut } from '../left-out.js';
import { superclasses, superclassOf } from './superclasses.js';

const decode = async (path, side) => {
  const pixels = await sharp(path).resize(side, side).removeAlpha().toColourspace('srgb').raw().toBuffer();
  return Float32Array.from(pixels, (value) => value / 255);
};

/** The photos of a folder, in the order of their names. */
const readPhotos = async (folder, side) => {
  const files = (await readdir(folder)).sort().filter((file) => superclassOf(file) !== undefined);
  if (files.length === 0)
    throw new LeftOut(`--photos ${folder} has no photo with the WordNet number of its class, such as n02085620_Chihuahua.jpg`);
  const size = 3 * side * side;
  const x = new Float32Array(files.length * size);
  for (const [at, file] of files.entries()) x.set(await decode(join(folder, file), side), at * size);
  return { x, y: Uint16Array.from(files, superclassOf), sampleShape: [side, side, 3], classCount: superclasses.length };
};

/**
 * The same network for photos of another size, with a dense head. The network ends in a 1×1 convolution and the mean over positions, which
 * is the mean of the features followed by a dense layer of the same weights.
 */
export const withDenseHead = (network, side) => {
  const convolution = network.layers.at(-2);
  const photos = input({ shape: [side, side, 3], name: 'photos' });
  const features = network.layers.slice(1, -2).reduce((tensor, layer) => layer.apply(tensor), photos);
  const classes = convolution.getWeights().at(-1).size;
  const means = layers.globalAveragePooling2d({ name: 'means' }).apply(features);
  const head = layers.dense({ name: 'head', units: classes, activation: 'softmax' });
  const dense = model({ inputs: photos, outputs: head.apply(means) });
  tidy(() => {
    const [kernel, bias] = convolution.getWeights();
    head.setWeights([reshape(kernel, [-1, classes]), bias]);
  });
  return dense;
};

export const openDarknet = async ({ seed, side, validation, tested, classes, files: { darknet, photos } }) => {
  if (darknet === undefined || photos === undefined)
    throw new LeftOut('give the folder of its model.json with --darknet FOLDER, and one of photos of ImageNet with --photos FOLDER');
  const all = createSplit('train', await readPhotos(photos, side));
  const { train: rest, validation: held } = splitTrainValidation(all, { validation: tested, seed });
  const test = createSplit('test', { source: held.source, y: held.y, classCount: superclasses.length });
  const data = { ...splitTrainValidation(rest, { validation, seed }), test, classNames: superclasses };
  const network = withDenseHead(await loadNetwork(darknet), side);
  return { network, data, tasks: oneVsRest(data, { classes }) };
};
