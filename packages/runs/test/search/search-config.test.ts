import type { Alpha, Budget, ReadOut } from '@dum/masks/mask-set';
import { checkSearchConfig, type SearchConfig, searchConfigSchema } from '@dum/runs';
import { expect, it } from 'vitest';

const config: SearchConfig = {
  format: 'dum-search',
  version: 2,
  alpha: 1e-3,
  penalty: [{ measure: 'expectedUnits', factor: 1 }],
  estimator: { name: 'gumbelSigmoid', parameters: {} },
  objective: { name: 'completeness', parameters: { weight: 2 }, of: { name: 'crossEntropy', parameters: {}, of: null } },
  readOut: 'new-head',
  normalization: 'frozen',
  dropped: 'zero',
  layers: null,
  inputs: null,
  granularity: 'channel',
  epochs: null,
  batchSize: 256,
  learningRate: 0.2,
  headLearningRate: null,
  temperature: { start: 1, end: 0.3 },
  samples: 1,
  refinements: 8,
  restarts: 1,
  check: true,
  initialKeepProbability: null,
  readOutEpochs: 4,
  patience: null,
  memory: 512,
  seed: 1,
  budget: null,
};
const checked = (change: Readonly<Record<string, unknown>>) => checkSearchConfig({ ...config, ...change }, { name: 'search.json' });

it('takes a configuration, and gives the same back', () => {
  expect(checked({})).toEqual(config);
  const other = {
    alpha: { dense_300: 1e-3, dense_100: 0 },
    layers: ['dense_300', 'dense_100'],
    inputs: 'element',
    granularity: { channelGroup: 4 },
    patience: 3,
    budget: { measure: 'parameters', limit: 500 },
  };
  expect(checked(other)).toEqual({ ...config, ...other });
});

it('reads version 1, which had no normalization, dropped and refinements', () => {
  const { normalization, dropped, refinements, check: _, ...older } = config;
  expect([normalization, dropped, refinements]).toEqual(['frozen', 'zero', 8]);
  expect(checkSearchConfig({ ...older, version: 1 }, { name: 'search.json' })).toEqual({ ...config, refinements: 0, check: false });
});

it('reads version 2 from before there was a check', () => {
  const { check: _, ...older } = config;
  expect(checkSearchConfig(older, { name: 'search.json' })).toEqual({ ...config, check: false });
});

it.each([
  [{ format: 'dum-summary' }, 'format is "dum-summary"; expected "dum-search"'],
  [{ version: 3 }, 'version is 3; expected 2'],
  [{ version: 1 }, 'version is 1; expected 2'],
  [{ dropped: 'one' }, 'dropped is "one"; expected "zero" or "mean" or "constant"'],
  [{ normalization: 'batch' }, 'normalization is "batch"; expected "frozen" or "re-estimated"'],
  [{ alpha: -1 }, 'alpha is -1; expected a finite number of at least 0'],
  [{ alpha: Number.NaN }, 'alpha is NaN; expected a finite number of at least 0, or one for each layer by name'],
  [{ penalty: [] }, 'penalty is a list of 0; expected a list of at least 1 item'],
  [{ penalty: [{ measure: '', factor: 1 }] }, 'penalty[0].measure is ""; expected a non-empty text'],
  [{ estimator: { name: 'gumbelSigmoid' } }, 'estimator.parameters is missing; expected an object'],
  [
    { objective: { ...config.objective, of: { name: 'x', parameters: { weight: '1' }, of: null } } },
    'objective.of.parameters.weight is "1"; expected a finite number',
  ],
  [{ readOut: 'head' }, 'readOut is "head"; expected "new-head" or "original-head"'],
  [{ granularity: 'pixel' }, 'granularity is "pixel"; expected "channel", "element" or { channelGroup: n }'],
  [{ granularity: { channelGroup: 1 } }, 'granularity.channelGroup is 1; expected a whole number of at least 2'],
  [{ epochs: 1.5 }, 'epochs is 1.5; expected a whole number of at least 1'],
  [{ check: 1 }, 'check is 1; expected true or false'],
  [{ patience: Number.POSITIVE_INFINITY }, 'patience is Infinity; expected a whole number of at least 1'],
  [{ initialKeepProbability: 1 }, 'initialKeepProbability is 1; expected a number above 0 and below 1'],
  [{ memory: -1 }, 'memory is -1; expected a number of at least 0'],
  [{ seed: undefined }, 'seed is missing; expected a whole number'],
  [{ budget: { measure: 'macs', limit: 1 } }, 'budget.measure is "macs"; expected "units" or "parameters" or "multiplyAdds"'],
  [{ learning_rate: 1 }, 'the document has the unknown key "learning_rate"; expected only keys of the format, which has "learningRate"'],
])('refuses %j', (change, message) => {
  expect(() => checked(change)).toThrow(`search.json: ${message}`);
});

it('has all its keys in each configuration', () => {
  expect(Object.keys(config).sort()).toEqual(Object.keys(searchConfigSchema.shape).sort());
  for (const key of Object.keys(config).filter((each) => each !== 'check'))
    expect(() => checked({ [key]: undefined })).toThrow(/ is missing; expected /);
});

it('has prices, budgets and read-outs as masks have them', () => {
  const { alpha, budget, readOut }: { alpha: Alpha; budget: Budget | null; readOut: ReadOut['kind'] } = config;
  expect([alpha, budget, readOut]).toEqual([1e-3, null, 'new-head']);
});
