import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { completeness, searchConfigOf } from '@dum/experiments';
import { sumLogits } from '@dum/masks';
import { searchedAs, searchSettingsOf } from '../src/files/search-beside.js';
import { temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const masks = join(folder, 'masks.json');
const config = searchConfigOf({ objective: completeness({ weight: 3 }), penalty: sumLogits(), seed: 7, batchSize: 64 });
const document = {
  ...{ format: 'dum-search-summary', version: 1, command: 'dum discover', backend: 'cpu', dataset: 'digits', seed: 7 },
  ...{ seconds: {}, network: { fingerprint: 'f'.repeat(64) }, versions: {}, tasks: [] },
};
const settingsOf = (summary: object) => {
  writeFileSync(join(folder, 'summary.json'), JSON.stringify(summary));
  return searchSettingsOf(masks);
};
const fitting = { seed: 7, readOutEpochs: 4, batchSize: 64, trainingSamples: 500 };

it('is the search that found the masks, with what followed from the network and the data', async () => {
  const followed = { epochs: 9, headLearningRate: 0.01, initialKeepProbability: 0.3 };
  const search = searchedAs(config, [{ task: 'a', status: 'found', history: [], settings: followed }] as never);
  const found = await settingsOf({ ...document, search, settings: { method: 'learned', trainingSamples: 500 } });
  expect(found).toMatchObject({ reason: '', ...fitting });
  expect(searchConfigOf(found.search)).toEqual({ ...config, ...followed });
});

it.each<[string, Record<string, unknown>, string]>([
  ['of a baseline', { search: null, settings: { method: 'taylor', batchSize: 64, readOutEpochs: 4 } }, 'but found by taylor'],
  ['of a path of prices', { format: 'dum-alpha-path', search: config, settings: { method: 'learned' }, mean: [] }, 'a path of prices'],
])('masks %s are not searched for again, and their read-outs are fitted alike', async (_, { settings, ...summary }, reason) => {
  const found = await settingsOf({ ...document, ...summary, settings: { ...(settings as object), trainingSamples: 500 } });
  expect(found).toEqual({ search: undefined, reason: expect.stringContaining(reason) as string, ...fitting });
});

it.each<[object, string]>([
  [{ ...document, search: { ...config, batchSize: 0 }, settings: {} }, 'search.batchSize is 0; expected a whole number of at least 1'],
  [{ ...document, search: { ...config, estimator: { name: 'mine', parameters: {} } }, settings: {} }, 'no estimator is called "mine"'],
  [{ ...document, search: config }, 'settings is missing; expected an object'],
  [{ seed: 7, settings: { alpha: 1e-3, batchSize: 64 } }, 'was written before files had formats, so write it again'],
])('a summary that gives no search is reported in one sentence', async (summary, reason) => {
  expect(await settingsOf(summary)).toEqual({ search: undefined, reason: expect.stringContaining(reason) as string });
});
