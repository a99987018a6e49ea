import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset, TaskData } from '@dum/datasets';

/** What summary.json beside a network tells of the split that it was trained on. */
interface RememberedSplit {
  readonly dataset?: unknown;
  readonly seed?: unknown;
  readonly settings?: { readonly trainingSamples?: number; readonly validationSamples?: number };
}

/**
 * What sets a split apart from the one that the network of a folder was trained on, so that samples it was trained on may be in
 * `validation`; undefined when nothing does, or nothing is known of its training, or it was on other data.
 */
export const splitDifference = async (
  folder: string,
  { name }: Dataset,
  { train, validation }: TaskData,
  seed: number,
): Promise<string | undefined> => {
  const summary = await readFile(join(folder, 'summary.json'), 'utf8')
    .then((text) => JSON.parse(text) as RememberedSplit | null)
    .catch(() => undefined);
  const { trainingSamples, validationSamples } = summary?.settings ?? {};
  if (summary?.dataset !== name || typeof trainingSamples !== 'number' || typeof validationSamples !== 'number') return undefined;
  const differences = [
    { of: '--seed', before: summary.seed, now: seed },
    { of: '--validation', before: validationSamples, now: validation.count },
    { of: '--limit', before: trainingSamples + validationSamples, now: train.count + validation.count },
  ].filter(({ before, now }) => before !== now);
  if (differences.length === 0) return undefined;
  const told = differences.map(({ of, before, now }) => `${of} ${String(before)} (here ${now})`).join(', ');
  return `the network was trained with ${told}, so the validation split may hold samples that it was trained on; give the same to measure on samples that it has not seen`;
};
