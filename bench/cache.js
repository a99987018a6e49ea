// A folder outside the checkout for what takes long to make: the Python environment and the trained network.
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const root = join(process.env.DUM_BENCH_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'dum-bench'));

/** The folder for what is made from these texts; another text gives another folder. */
export const cacheFolder = async (name, ...madeFrom) => {
  const key = createHash('sha256').update(madeFrom.join('\0')).digest('hex').slice(0, 12);
  const folder = join(root, `${name}-${key}`);
  await mkdir(folder, { recursive: true });
  return folder;
};
