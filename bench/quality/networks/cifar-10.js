// Networks that others trained on CIFAR-10, from Keras files that the user gives, with groups of classes as tasks.
import { group, splitTrainValidation, takeFirst } from '@dum/datasets';
import { loadCifar10 } from '@dum/datasets/node';
import { importKeras } from '@dum/keras';
import { LeftOut } from '../left-out.js';
import { requireData } from './require-data.js';

/** `file` is the option with the path of the Keras file, whose network takes pixels from 0 to 255. */
export const openCifar10 = async ({ file, seed, samples, validation, tested, groups, files }) => {
  const path = files[file];
  if (path === undefined) throw new LeftOut(`give its Keras file with --${file} FILE`);
  const folder = files['cifar-10'];
  const limit = Math.max(samples + validation, tested);
  const cifar = await requireData(() => loadCifar10({ limit, pixelRange: [0, 255], ...(folder === undefined ? {} : { folder }) }));
  const train = takeFirst(cifar.train, samples + validation);
  const data = { ...cifar, ...splitTrainValidation(train, { validation, seed }), test: takeFirst(cifar.test, tested) };
  const { network } = await importKeras(path);
  return { network, data, tasks: Object.entries(groups).map(([name, classes]) => group(data, { name, classes })) };
};
