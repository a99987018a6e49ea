// Tiny Darknet, a network for ImageNet, with superclasses as tasks: from a folder with its model.json, and one with photos of ImageNet.
import { openNetwork, openPhotos } from '@dum-apps/image-network';
import { oneVsRest } from '@dum/datasets';
import { LeftOut } from '../left-out.js';
import { requireData } from './require-data.js';

export const openDarknet = async ({ seed, side, validation, tested, classes, files: { darknet, photos } }) => {
  if (darknet === undefined || photos === undefined)
    throw new LeftOut('give the folder of its model.json with --darknet FOLDER, and one of photos of ImageNet with --photos FOLDER');
  const sizes = { side, train: Number.MAX_SAFE_INTEGER, validation, test: tested, seed };
  const { data, test } = await requireData(() => openPhotos(photos, sizes));
  return { network: await openNetwork(darknet, side), data: { ...data, test }, tasks: oneVsRest(data, { classes }) };
};
