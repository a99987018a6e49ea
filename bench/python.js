// The Python environment of the peers: a venv in the cache, with the pinned requirements.
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache.js';
import { runProcess } from './run-process.js';

const base = process.env.PYTHON ?? 'python3';

/** The Python of an environment that has the peers' libraries; made by the first call, which takes minutes and 7 GB. */
export const preparePython = async (say) => {
  const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
  const version = await runProcess(base, ['--version']).catch((cause) => {
    throw new Error(`${base} does not run; install Python 3.11 or later with venv, or name one in PYTHON`, { cause });
  });
  const folder = await cacheFolder('python', version, await readFile(requirements, 'utf8'));
  const python = join(folder, 'bin', 'python');
  const done = join(folder, 'installed');
  if (existsSync(done)) return python;
  say(`installing Keras, TensorFlow and PyTorch into ${folder} (once; minutes, about 7 GB)`);
  await rm(folder, { recursive: true, force: true });
  await runProcess(base, ['-m', 'venv', folder]);
  await runProcess(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  await writeFile(done, version);
  return python;
};
