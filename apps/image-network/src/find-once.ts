import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { loadSubnetworks, saveSubnetworks } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { findSubnetworks, type FoundSubnetworks } from './find-subnetworks.js';
import type { Settings } from './settings.js';

/** Where subnetworks are kept, and how they are found. */
export interface FindOnceOptions {
  readonly settings: Settings;
  readonly out: string;
  readonly log: (line: string) => void;
}

/**
 * Finds subnetworks, or reads those that an earlier run left in the folder `out`, if it had the same network and settings: so that what is
 * looked at on the validation split is what is measured on the test split.
 */
export const findOnce = async (
  network: LayersModel,
  tasks: readonly Task[],
  { settings, out, log }: FindOnceOptions,
): Promise<FoundSubnetworks & { readonly minutes: number }> => {
  const [learnedFile, taylorFile, recordFile] = ['masks.json', 'taylor.json', 'search.json'].map((name) => join(out, name)) as [
    string,
    string,
    string,
  ];
  const fingerprint = await fingerprintNetwork(network);
  const { draws: _, ...searched } = settings;
  const made = JSON.stringify({ network: fingerprint, tasks: tasks.map(({ name }) => name), settings: searched });
  const earlier = await readEarlier(recordFile);
  if (earlier?.made === made) {
    log(`Taking the masks of an earlier run from ${out}`);
    const [learned, taylor] = [await loadSubnetworks(learnedFile), await loadSubnetworks(taylorFile)];
    return { learned, taylor, minutes: earlier.minutes };
  }
  log(`Searching masks for ${tasks.map(({ name }) => name).join(', ')} on ${tasks[0]!.train.count} pictures`);
  const start = performance.now();
  const found = await findSubnetworks(network, tasks, settings, log);
  const minutes = (performance.now() - start) / 60_000;
  await mkdir(out, { recursive: true });
  await saveSubnetworks(learnedFile, found.learned);
  await saveSubnetworks(taylorFile, found.taylor);
  await writeFile(recordFile, JSON.stringify({ made, minutes }));
  return { ...found, minutes };
};

const readEarlier = async (file: string): Promise<{ readonly made: string; readonly minutes: number } | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as { readonly made: string; readonly minutes: number };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
