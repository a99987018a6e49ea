import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DiscoveryOptions } from '@dum/experiments';
import { type DiscoveryArguments, readDiscoveryOptions } from '../arguments/discovery-options.js';
import { sentenceOf } from '../session/sentence-of.js';

/** The settings of the search that found masks, from summary.json beside them. */
export interface FoundSettings {
  /** The options of the search; undefined if it can't be repeated. */
  readonly search: DiscoveryOptions | undefined;
  /** Why it can't be repeated. */
  readonly reason: string;
  /** Its seed. */
  readonly seed?: number;
  readonly readOutEpochs?: number;
  readonly batchSize?: number;
  /** The number of its training samples. */
  readonly trainingSamples?: number;
}

const asOptions = { units: 'keepUnits', parameters: 'keepParameters', multiplyAdds: 'keepMacs' } as const;

/** The entries of a summary that are not settings of a search. */
const others = ['method', 'network', 'trainingSamples', 'validationSamples', 'testSamples', 'controls'];

/** Reads the settings of the search that wrote a masks.json from summary.json beside it; a search can be repeated only if all are known. */
export const searchSettingsOf = async (masks: string): Promise<FoundSettings> => {
  const file = join(dirname(masks), 'summary.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { search: undefined, reason: `there is no ${file}` };
  try {
    const { seed, settings } = JSON.parse(text) as { readonly seed?: number; readonly settings?: Record<string, unknown> };
    if (settings === undefined || !Number.isSafeInteger(seed)) return { search: undefined, reason: `${file} has no settings of a search` };
    const { readOutEpochs, batchSize, trainingSamples } = settings as Record<string, number>;
    const fitting = {
      seed: seed!,
      ...(readOutEpochs === undefined ? {} : { readOutEpochs }),
      ...(batchSize === undefined ? {} : { batchSize }),
      ...(trainingSamples === undefined ? {} : { trainingSamples }),
    };
    const { method = 'learned' } = settings;
    if (method !== 'learned')
      return { search: undefined, reason: `the masks were not learned, but found by ${String(method)}`, ...fitting };
    const kept = Object.fromEntries(Object.entries(settings).filter(([name]) => !others.includes(name)));
    const { budget, ...given } = kept as Record<string, unknown> & { budget?: { measure: keyof typeof asOptions; limit: number } | null };
    const asGiven = {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
      ...(budget ? { [asOptions[budget.measure]]: budget.limit } : {}),
    } as DiscoveryArguments;
    const { options, settings: again } = readDiscoveryOptions(asGiven);
    const lost = Object.keys(kept).find(
      (name) => !isDeepStrictEqual(kept[name], ({ ...options, ...again } as Record<string, unknown>)[name]),
    );
    if (lost !== undefined) return { search: undefined, reason: `the "${lost}" in ${file} is not one that this version has`, ...fitting };
    return { search: { ...options, seed: seed! }, reason: '', ...fitting };
  } catch (error) {
    return { search: undefined, reason: `${file} cannot be read: ${sentenceOf(error)}` };
  }
};
