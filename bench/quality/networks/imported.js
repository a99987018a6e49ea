// Networks that others trained on CIFAR-10, from Keras files that the user gives.
import { oneVsRest, splitTrainValidation, takeFirst } from '@dum/datasets';
import { loadCifar10 } from '@dum/datasets/node';
import { importKeras } from '@dum/keras';
import { LeftOut } from '../left-out.js';
import { requireData } from './require-data.js';

const tested = 2000;

/** `file` is the option with the path of the Keras file, whose network takes pixels from 0 to 255. */
export const openImported = async ({ file, seed, samples, classes, files }) => {
  const path = files[file];
  if (path === undefined) throw new LeftOut(`give its Keras file with --${file} FILE`);
  const folder = files['cifar-10'];
  const cifar = await requireData(() =>
    loadCifar10({ limit: samples + tested, pixelRange: [0, 255], ...(folder === undefined ? {} : { folder }) }),
  );
  const data = { ...cifar, ...splitTrainValidation(cifar.train, { validation: tested, seed }), test: takeFirst(cifar.test, tested) };
  const { network } = await importKeras(path);
  return { network, data, tasks: oneVsRest(data, { classes }) };
};
