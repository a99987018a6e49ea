// A network that is trained for a case: once, then read from the cache.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateNetwork, trainNetwork } from '@dum/experiments';
import { loadNetwork, saveNetwork } from '@dum/experiments/store';
import { cacheFolder } from '../../cache.js';

/** `made` is all that the weights follow from; another value gives another network. */
export const trainOnce = async (made, create, data, say) => {
  const folder = join(await cacheFolder('quality', JSON.stringify(made)), 'network');
  if (existsSync(join(folder, 'model.json'))) return loadNetwork(folder);
  const network = create();
  await trainNetwork(network, data, made.training);
  const { accuracy } = await evaluateNetwork(network, data.validation, data.classNames);
  say(`  trained ${made.name} with seed ${made.seed}: ${(100 * accuracy).toFixed(2)} % on the validation split`);
  await saveNetwork(network, folder);
  return network;
};
