import { useBackend } from '@dum/backend';
import { loadMnist } from '@dum/datasets/node';
import { type Compression, compress } from './compress.js';
import type { Settings } from './settings.js';
import { resultsTable } from './table.js';

/** Options of {@link compression}. */
export interface CompressionOptions {
  readonly settings: Settings;
  readonly seeds: readonly number[];
  readonly log: (line: string) => void;
}

/** Compresses a network for each seed, and prints the results beside published ones. */
export const compression = async ({ settings, seeds, log }: CompressionOptions): Promise<ReadonlyMap<number, Compression>> => {
  const backend = await useBackend();
  const mnist = await loadMnist();
  log(`Compressing 784-300-100-10 on MNIST, ${backend.name} backend`);
  const found = new Map<number, Compression>();
  for (const seed of seeds) found.set(seed, await compress(mnist, seed, settings, log));
  log('');
  log(resultsTable(found));
  return found;
};
