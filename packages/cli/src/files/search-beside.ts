import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DiscoveryOptions, searchOptionsOf } from '@dum/experiments';
import { checkSearchConfig, type SearchConfig } from '@dum/runs';
import { sentenceOf } from '../session/sentence-of.js';
import type { FoundTask } from '../steps/find-subnetworks.js';

/** A search as summary.json holds it: its configuration, with what followed from the network and the data filled in. */
export const searchedAs = (config: SearchConfig, found: readonly FoundTask[]): SearchConfig => ({ ...config, ...found[0]?.settings });

/** How masks were searched for, as summary.json beside them says. */
export interface FoundSettings {
  /** The options of the search; undefined where it can't be repeated. */
  readonly search: DiscoveryOptions | undefined;
  /** Why it can't be repeated. */
  readonly reason: string;
  /** What all its randomness was drawn from. */
  readonly seed?: number;
  readonly readOutEpochs?: number;
  readonly batchSize?: number;
  /** How many samples the search had. */
  readonly trainingSamples?: number;
}

interface Summary {
  readonly seed?: number;
  readonly search?: unknown;
  readonly settings?: {
    readonly method?: string;
    readonly alphas?: readonly number[];
    readonly readOutEpochs?: number;
    readonly batchSize?: number;
    readonly trainingSamples?: number;
  };
}

/** The settings of the search that wrote a masks.json, from summary.json beside it. */
export const searchSettingsOf = async (masks: string): Promise<FoundSettings> => {
  const file = join(dirname(masks), 'summary.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { search: undefined, reason: `there is no ${file}` };
  try {
    const { seed, search, settings } = JSON.parse(text) as Summary;
    if (settings === undefined || !Number.isSafeInteger(seed)) return { search: undefined, reason: `${file} has no settings of a search` };
    const { method = 'learned', alphas, trainingSamples } = settings;
    const config = search === undefined || search === null ? undefined : checkSearchConfig(search, { name: `${file}: search` });
    const { readOutEpochs, batchSize } = config ?? settings;
    const fitting = {
      seed: seed!,
      ...(readOutEpochs === undefined ? {} : { readOutEpochs }),
      ...(batchSize === undefined ? {} : { batchSize }),
      ...(trainingSamples === undefined ? {} : { trainingSamples }),
    };
    const notRepeated = (reason: string): FoundSettings => ({ search: undefined, reason, ...fitting });
    if (method !== 'learned') return notRepeated(`the masks were not learned, but found by ${method}`);
    if (alphas !== undefined) return notRepeated('the masks are of a path of prices, which one search does not walk');
    if (config === undefined)
      return notRepeated(`${file} is of an earlier version, which told of its search in another way; find the masks with this version`);
    return { search: searchOptionsOf(config), reason: '', ...fitting };
  } catch (error) {
    return { search: undefined, reason: `${file} cannot be read: ${sentenceOf(error)}` };
  }
};
