import { dirname, join } from 'node:path';
import { type DiscoveryOptions, searchOptionsOf } from '@dum/experiments';
import type { AlphaPathSummary, SearchConfig, SearchSummary } from '@dum/runs';
import { sentenceOf } from '../session/sentence-of.js';
import type { FoundTask } from '../steps/find-subnetworks.js';
import { readSearchSummary } from './report-inputs.js';

/** The configuration of a search for summary.json, with the settings that follow from the network and the data filled in. */
export const searchedAs = (config: SearchConfig, found: readonly FoundTask[]): SearchConfig => ({ ...config, ...found[0]?.settings });

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

/** Reads the settings of the search that wrote a masks.json from summary.json beside it. */
export const searchSettingsOf = async (masks: string): Promise<FoundSettings> => {
  const folder = dirname(masks);
  const file = join(folder, 'summary.json');
  try {
    const summary = await readSearchSummary(folder);
    return summary === undefined ? { search: undefined, reason: `there is no ${file}` } : foundSettings(summary);
  } catch (error) {
    return { search: undefined, reason: `${file} cannot be read: ${sentenceOf(error)}` };
  }
};

const foundSettings = (summary: SearchSummary | AlphaPathSummary): FoundSettings => {
  const { seed, search, settings } = summary;
  const found = {
    seed,
    ...numbersIn({ ...settings, ...search }, ['readOutEpochs', 'batchSize']),
    ...numbersIn(settings, ['trainingSamples']),
  };
  const notRepeated = (reason: string): FoundSettings => ({ search: undefined, reason, ...found });
  if (search === null) return notRepeated(`the masks were not learned, but found by ${String(settings.method)}`);
  if (summary.format === 'dum-alpha-path') return notRepeated('the masks are of a path of prices, which is not a single search');
  return { search: searchOptionsOf(search), reason: '', ...found };
};

const numbersIn = <Name extends string>(settings: Readonly<Record<string, unknown>>, names: readonly Name[]) =>
  Object.fromEntries(names.flatMap((name) => (typeof settings[name] === 'number' ? [[name, settings[name]]] : []))) as {
    readonly [Each in Name]?: number;
  };
