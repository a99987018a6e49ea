import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { estimatorFromConfig, estimatorToConfig, type LayerSelection, penaltyFromConfig, penaltyToConfig, selectLayers } from '@dum/masks';
import { checkSearchConfig, type SearchConfig } from '@dum/runs';
import { objectiveFromConfig, objectiveToConfig } from '../objectives/objective-config.js';
import { type DiscoveryOptions, resolveOptions } from '../options.js';

const who = 'searchConfigOf';

/**
 * Converts the options of a search to plain JSON, to save it, send it to a thread or repeat it: the inverse of {@link searchOptionsOf}.
 *
 * Every default that does not depend on the network and the data is filled in; `epochs`, `batchSize`, `headLearningRate` and
 * `initialKeepProbability` are null where they follow from these. `network` is needed where `layers` is a pattern or a predicate. Callbacks and signals are left
 * out.
 *
 * Throws `bad-input` for options that `discoverSubnetworks` refuses, and for an estimator, a penalty or an objective that is not one of
 * those that come with the packages, since its name would not find it again.
 *
 * @example
 * const text = JSON.stringify(searchConfigOf({ alpha: 3e-3, objective: completeness({ weight: 2 }) }));
 */
export const searchConfigOf = (options: DiscoveryOptions = {}, network?: LayersModel): SearchConfig => {
  const given = resolveOptions(options);
  const { alpha, learningRate, temperature, samples, refinements, restarts, check, readOutEpochs, memory, seed } = given;
  const { granularity, readOut, normalization, dropped } = given;
  const estimator = estimatorToConfig(given.estimator, who);
  const config: SearchConfig = {
    format: 'dum-search',
    version: 2,
    alpha: typeof alpha === 'number' ? alpha : { ...alpha },
    penalty: penaltyToConfig(given.penalty, who).map(({ measure, alpha: factor }) => ({ measure, factor })),
    estimator: typeof estimator === 'string' ? { name: estimator, parameters: {} } : estimator,
    objective: objectiveToConfig(given.objective, who),
    readOut,
    normalization,
    dropped,
    layers: given.layers === undefined ? null : layerNames(given.layers, network),
    inputs: given.inputs ?? null,
    granularity,
    epochs: given.epochs ?? null,
    batchSize: given.batchSize ?? null,
    learningRate,
    headLearningRate: given.headLearningRate ?? null,
    temperature: { start: temperature.start, end: temperature.end },
    samples,
    refinements,
    restarts,
    check,
    initialKeepProbability: given.initialKeepProbability ?? null,
    readOutEpochs,
    patience: given.patience === Number.POSITIVE_INFINITY ? null : given.patience,
    memory,
    seed,
    budget: given.budget === undefined ? null : { measure: given.budget.measure, limit: given.budget.limit },
  };
  return checkSearchConfig(JSON.parse(JSON.stringify(config)), { name: who });
};

const layerNames = (selection: LayerSelection, network: LayersModel | undefined): string[] => {
  if (network !== undefined) return selectLayers(network, selection, who).map(({ name }) => name);
  if (typeof selection === 'string') return [selection];
  if (Array.isArray(selection)) return [...(selection as readonly string[])];
  throw new DumError('bad-input', `${who}: layers is a pattern or a predicate; give the network too, whose layers it selects`);
};

/**
 * Converts a search configuration to the options of a search.
 *
 * Throws `bad-input` for the name of an estimator, a measure or an objective that this version does not know.
 *
 * @example
 * const found = await discoverSubnetworks(network, tasks, searchOptionsOf(checkSearchConfig(JSON.parse(text), { name: 'search.json' })));
 */
export const searchOptionsOf = (config: SearchConfig): DiscoveryOptions => {
  const { alpha, learningRate, temperature, samples, refinements, restarts, check, readOutEpochs, memory, seed } = config;
  const { granularity, readOut, normalization, dropped } = config;
  const { layers, inputs, epochs, batchSize, headLearningRate, initialKeepProbability, patience, budget } = config;
  const { name, parameters } = config.estimator;
  const who = 'searchOptionsOf';
  return {
    ...{ alpha, readOut, normalization, dropped, granularity },
    estimator: estimatorFromConfig(Object.keys(parameters).length === 0 ? name : { name, parameters }, who),
    penalty: penaltyFromConfig(
      config.penalty.map(({ measure, factor }) => ({ measure, alpha: factor })),
      who,
    ),
    objective: objectiveFromConfig(config.objective, who),
    ...{ learningRate, temperature, samples, refinements, restarts, check, readOutEpochs, memory, seed },
    ...(layers === null ? {} : { layers }),
    ...(inputs === null ? {} : { inputs }),
    ...(epochs === null ? {} : { epochs }),
    ...(batchSize === null ? {} : { batchSize }),
    ...(headLearningRate === null ? {} : { headLearningRate }),
    ...(initialKeepProbability === null ? {} : { initialKeepProbability }),
    ...(patience === null ? {} : { patience }),
    ...(budget === null ? {} : { budget }),
  };
};
