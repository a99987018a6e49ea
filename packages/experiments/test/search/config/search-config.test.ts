import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  classRemoval,
  completeness,
  crossEntropy,
  discoverSubnetworks,
  type DiscoveryOptions,
  faithfulness,
  type Objective,
  searchConfigOf,
  searchOptionsOf,
} from '@dum/experiments';
import {
  addPenalties,
  continuousSparsification,
  type Estimator,
  expectedUnits,
  gumbelSigmoid,
  hardConcrete,
  meanLogits,
  straightThrough,
  sumLogits,
} from '@dum/masks';
import { checkSearchConfig, type SearchConfig, searchConfigSchema } from '@dum/runs';
import { resolveOptions } from '../../../src/search/options.js';
import { trainedOnTwoTasks } from '../../_two-tasks.js';

const throughText = (options: DiscoveryOptions): SearchConfig =>
  checkSearchConfig(JSON.parse(JSON.stringify(searchConfigOf(options))), { name: 'search.json' });

const price = fc.double({ min: 0, max: 10, noNaN: true });
const rate = fc.double({ min: 1e-6, max: 10, noNaN: true });
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const count = fc.integer({ min: 1, max: 1000 });
const layers = ['dense_16', 'dense_12'];

const estimators: fc.Arbitrary<Estimator> = fc.oneof(
  fc.constantFrom(gumbelSigmoid(), straightThrough(), continuousSparsification()),
  fc
    .record({ gamma: fc.double({ min: -0.5, max: -0.01, noNaN: true }), zeta: fc.double({ min: 1.01, max: 1.5, noNaN: true }) })
    .map(hardConcrete),
);
const penalties = fc
  .array(
    fc.tuple(fc.constantFrom(expectedUnits, sumLogits, meanLogits), price).map(([make, factor]) => make(factor)),
    { minLength: 1, maxLength: 3 },
  )
  .map((terms) => addPenalties(...terms));
const { objective: objectives } = fc.letrec<{ objective: Objective }>((tie) => ({
  objective: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom(crossEntropy(), faithfulness(), classRemoval()),
    fc.record({ weight: rate, of: tie('objective') }).map((options) => completeness(options)),
  ),
}));
const granularities = fc.oneof(fc.constantFrom('channel' as const, 'element' as const), fc.constant({ channelGroup: 4 }));

/** All options of a search; those that take long are given to it. */
const optionsWith = (slow: { readonly [Name in keyof DiscoveryOptions]?: fc.Arbitrary<DiscoveryOptions[Name]> }) =>
  fc.record(
    {
      alpha: fc.oneof(price, fc.record({ dense_16: price, dense_12: price })),
      penalty: penalties,
      estimator: estimators,
      objective: objectives,
      readOut: fc.constantFrom('new-head', 'original-head'),
      normalization: fc.constantFrom('frozen', 're-estimated'),
      dropped: fc.constantFrom('zero', 'mean'),
      layers: fc.constant(layers),
      granularity: granularities,
      learningRate: rate,
      headLearningRate: rate,
      temperature: fc.record({ start: rate, end: rate }),
      initialKeepProbability: fc.oneof(share, fc.record({ dense_16: share, dense_12: share })),
      memory: fc.double({ min: 0, max: 1000, noNaN: true }),
      seed: fc.maxSafeInteger(),
      budget: fc.record({ measure: fc.constantFrom('units', 'parameters', 'multiplyAdds'), limit: count }),
      ...slow,
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<DiscoveryOptions>;

const anyOptions = optionsWith({
  ...{ inputs: granularities, epochs: count, batchSize: count, samples: count, refinements: count, restarts: count, readOutEpochs: count },
  check: fc.boolean(),
  patience: fc.oneof(count, fc.constant(Number.POSITIVE_INFINITY)),
});

it('options, their configuration, its text and the options of that are the same search', () => {
  fc.assert(
    fc.property(anyOptions, (options) => {
      const config = searchConfigOf(options);
      expect(throughText(options)).toEqual(config);
      expect(searchConfigOf(searchOptionsOf(config))).toEqual(config);
      const [given, again] = [resolveOptions(options), resolveOptions(searchOptionsOf(config))];
      expect({ ...again, ...{ estimator: 0, penalty: 0, objective: 0 } }).toEqual({
        ...given,
        ...{ estimator: 0, penalty: 0, objective: 0 },
      });
      expect([again.penalty.formula, again.objective.formula]).toEqual([given.penalty.formula, given.objective.formula]);
    }),
    { numRuns: 500 },
  );
});

describe('a search by its configuration', () => {
  let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
  beforeAll(async () => {
    setting = await trainedOnTwoTasks({ epochs: 1 });
  });

  it('finds the same masks and read-outs, to the bit', async () => {
    const { network, tasks } = setting;
    const quick = optionsWith({
      normalization: fc.constant('frozen'),
      dropped: fc.constantFrom('zero', 'mean'),
      learningRate: fc.constantFrom(0.05, 0.2),
      headLearningRate: fc.constantFrom(0.01, 0.1),
      temperature: fc.constantFrom({ start: 1, end: 0.3 }, { start: 0.7, end: 0.5 }),
      samples: fc.constantFrom(1, 3),
      refinements: fc.constantFrom(0, 1, 8),
      restarts: fc.constantFrom(1, 2),
      check: fc.boolean(),
      granularity: fc.constantFrom('channel', 'element'),
    });
    await fc.assert(
      fc.asyncProperty(quick, async (options) => {
        const short = { ...options, epochs: 1, batchSize: 250, readOutEpochs: 1 };
        const found = await discoverSubnetworks(network, tasks, short);
        expect(await discoverSubnetworks(network, tasks, searchOptionsOf(throughText(short)))).toEqual(found);
      }),
      { numRuns: 12 },
    );
  });

  it('takes the names of layers that a pattern selects from the network', () => {
    expect(searchConfigOf({ layers: /^dense/ }, setting.network).layers).toEqual(layers);
    expect(searchConfigOf({ layers: 'dense_12' }).layers).toEqual(['dense_12']);
    expect(() => searchConfigOf({ layers: /^dense/ })).toThrow('searchConfigOf: layers is a pattern or a predicate; give the network too');
  });
});

it('of no options has every default, and null where it follows from network and data', () => {
  expect(searchConfigOf()).toEqual({
    ...{ format: 'dum-search', version: 2, alpha: 1e-3, penalty: [{ measure: 'expectedUnits', factor: 1 }] },
    estimator: { name: 'gumbelSigmoid', parameters: {} },
    objective: { name: 'crossEntropy', parameters: {}, of: null },
    ...{
      readOut: 'new-head',
      normalization: 'frozen',
      dropped: 'zero',
      layers: null,
      inputs: null,
      granularity: 'channel',
      epochs: null,
      batchSize: null,
      learningRate: 0.1,
    },
    ...{
      headLearningRate: null,
      temperature: { start: 1, end: 0.3 },
      samples: 4,
      refinements: 8,
      restarts: 1,
      check: true,
      initialKeepProbability: null,
    },
    ...{ readOutEpochs: 4, patience: null, memory: 512, seed: 1, budget: null },
  });
});

it.each<[string, DiscoveryOptions]>([
  ['estimator is called "mine"', { estimator: { ...gumbelSigmoid(), name: 'mine' } }],
  ['estimator is called "gumbelSigmoid"', { estimator: { ...gumbelSigmoid(), sample: hardConcrete().sample } }],
  ['estimator is called "hardConcrete"', { estimator: { ...hardConcrete({ gamma: -0.4 }), parameters: hardConcrete().parameters! } }],
  [
    'penalty is called "mine"',
    { penalty: { ...expectedUnits(), terms: [{ measure: { ...sumLogits().terms[0]!.measure, name: 'mine' }, alpha: 1 }] } },
  ],
  ['the objective "faithfulness" is not one of', { objective: { ...faithfulness(), perTask: crossEntropy().perTask } }],
  ['the objective "mine" is not one of', { objective: completeness({ of: { ...faithfulness(), name: 'mine' } }) }],
])('is refused where %s, which no name finds again', (message, options) => {
  expect(() => searchConfigOf(options)).toThrow(message);
});

it.each<[string, Partial<SearchConfig>]>([
  ['gumbelSigmoi', { estimator: { name: 'gumbelSigmoi', parameters: {} } }],
  ['gumbelSigmoid" comes with parameters', { estimator: { name: 'gumbelSigmoid', parameters: { gamma: 1 } } }],
  ['expectedUnit', { penalty: [{ measure: 'expectedUnit', factor: 1 }] }],
  ['no objective is called "complete"', { objective: { name: 'complete', parameters: {}, of: null } }],
  ['the objective "faithfulness" has no parameter "weight"', { objective: { name: 'faithfulness', parameters: { weight: 1 }, of: null } }],
  [
    'the objective "faithfulness" adds to no other',
    { objective: { name: 'faithfulness', parameters: {}, of: { name: 'faithfulness', parameters: {}, of: null } } },
  ],
])('of a name that is not known is refused: %s', (message, change) => {
  expect(() => searchOptionsOf({ ...searchConfigOf(), ...change })).toThrow(message);
});

describe('the schema', () => {
  const accepts = (run: () => unknown): boolean => {
    try {
      run();
      return true;
    } catch {
      return false;
    }
  };
  const numbers = [
    'alpha',
    'batchSize',
    'samples',
    'refinements',
    'restarts',
    'readOutEpochs',
    'learningRate',
    'memory',
    'seed',
    'epochs',
  ] as const;
  const others = ['headLearningRate', 'initialKeepProbability', 'patience', 'limit', 'start', 'end', 'dense_12'] as const;
  const nested = { limit: 'budget', start: 'temperature', end: 'temperature', dense_12: 'alpha' } as const;
  const around = { budget: { measure: 'units', limit: 5 }, temperature: { start: 1, end: 0.5 }, alpha: { dense_16: 1, dense_12: 1 } };
  const value = fc.oneof(
    ...[fc.double(), fc.integer(), fc.maxSafeInteger(), fc.double({ min: 0, max: 1 })],
    fc.constantFrom<unknown>(0, 1, -1, 1.5, 2 ** 53, Number.POSITIVE_INFINITY, Number.NaN, '1', true, [1], {}),
  );

  it('takes the numbers that a search takes, and no others', () => {
    fc.assert(
      fc.property(fc.constantFrom(...numbers, ...others), value, (name, number) => {
        fc.pre(name !== 'patience' || number !== Number.POSITIVE_INFINITY);
        fc.pre(name !== 'alpha' || (typeof number === 'object' && Object.keys(number as object).length === 0) === false);
        const within = Object.hasOwn(nested, name) ? nested[name as keyof typeof nested] : undefined;
        const change = within === undefined ? { [name]: number } : { [within]: { ...around[within], [name]: number } };
        const taken = accepts(() => resolveOptions(change));
        expect(searchConfigSchema.safeParse({ ...searchConfigOf(), ...change }).success).toBe(taken);
      }),
      { numRuns: 3000 },
    );
  });
});
