import { checkDocument } from '@dum/errors';
import { requireNamed } from '../documents/require-named.js';
import * as z from 'zod';
import { count, positiveCount, seed, text } from './_fields.js';

const price = z.number({ error: 'a finite number of at least 0' }).min(0, { error: 'a finite number of at least 0' });
const rate = z.number({ error: 'a finite number above 0' }).positive({ error: 'a finite number above 0' });
const probability = z
  .number({ error: 'a number above 0 and below 1' })
  .gt(0, { error: 'a number above 0 and below 1' })
  .lt(1, { error: 'a number above 0 and below 1' });
const parameters = z.record(text, z.number());

const groupSize = z.int({ error: 'a whole number of at least 2' }).min(2, { error: 'a whole number of at least 2' });
const granularity = z.union([z.literal(['channel', 'element']), z.strictObject({ channelGroup: groupSize })], {
  error: '"channel", "element" or { channelGroup: n }',
});

/** An objective by name. */
export interface ObjectiveConfig {
  /** Such as `crossEntropy`, `faithfulness`, `completeness` or `classRemoval`. */
  readonly name: string;
  /** Such as `{ weight: 1 }`; empty where there are none. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The objective that this one adds to, or null where it adds to none. */
  readonly of: ObjectiveConfig | null;
}

const objective: z.ZodType<ObjectiveConfig> = z.strictObject({
  name: text,
  parameters,
  of: z.lazy(() => objective.nullable()),
});

/**
 * The schema of a search configuration, `dum-search` of version 2: everything that determines the results of a search, given a network and
 * data.
 *
 * It is plain JSON with a fixed set of keys. Every default is filled in, so saved configurations keep their meaning when defaults change.
 * Documents with a search of version 1, which had no `normalization`, `dropped` and `refinements`, are read as `frozen`, `zero` and
 * 0. Those of both versions that were written without `check` are read as false.
 */
export const searchConfigSchema = z.strictObject({
  format: z.literal('dum-search'),
  version: z.literal(2),
  /** The price α of one kept unit, at least 0, or one for each masked layer by its name. */
  alpha: z.union([price, z.record(text, price)], { error: 'a finite number of at least 0, or one for each layer by name' }),
  /** The penalty: a sum of measures, each at the price factor·α. `[{ measure: 'expectedUnits', factor: 1 }]` is α·Σσ(l). */
  penalty: z.array(z.strictObject({ measure: text, factor: price })).min(1),
  /** The estimator by name, with its parameters; empty where it has none. */
  estimator: z.strictObject({ name: text, parameters }),
  /** The goal of the masks. */
  objective,
  /** How the answer is read from the kept units: by a linear probe trained with the masks, or by the network's own head. */
  readOut: z.literal(['new-head', 'original-head']),
  /** How batch normalizations after the first mask normalize: by the network's own statistics, or by ones re-estimated under the masks. */
  normalization: z.literal(['frozen', 're-estimated']),
  /** What a dropped unit becomes: 0, its mean output in the whole network, or a constant learned with the mask. */
  dropped: z.literal(['zero', 'mean', 'constant']),
  /** Names of the masked layers, or null for the layers that the search masks by default. */
  layers: z.array(text).min(1).nullable(),
  /** How the inputs are masked, or null for inputs without a mask. */
  inputs: granularity.nullable(),
  /** What one bit of a mask switches. */
  granularity,
  /** Passes over the training samples, or null for a number that follows from the data. */
  epochs: positiveCount.nullable(),
  /** Samples of each step, or null for a number that follows from the network. */
  batchSize: positiveCount.nullable(),
  /** Adam's initial learning rate for the logits. */
  learningRate: rate,
  /** Adam's initial learning rate for the linear probes, or null for one that follows from the network. */
  headLearningRate: rate.nullable(),
  /** The temperature of the estimator, which changes geometrically from start to end. */
  temperature: z.strictObject({ start: rate, end: rate }),
  /** Mask samples of each task in a step. */
  samples: positiveCount,
  /** The rounds without a gain after which the local search of each learned mask ends; 0 for no local search. */
  refinements: count,
  /** Searches of each task; the best is the result. */
  restarts: positiveCount,
  /** Whether each final mask is compared with masks that take no search, and searched again from a better one. */
  check: z.boolean({ error: 'true or false' }),
  /** The initial keep probability of all layers or of each by name, or null for one that follows from the estimator and the network. */
  initialKeepProbability: z
    .union([probability, z.record(text, probability)], { error: 'a number above 0 and below 1, or one for each layer by name' })
    .nullable(),
  /** Passes over the training samples that fit the read-out to the final mask. */
  readOutEpochs: positiveCount,
  /** The search of a task stops after this many epochs without a better validation objective; null for never. */
  patience: positiveCount.nullable(),
  /** The most megabytes for stored outputs of the frozen part. */
  memory: z.number().min(0),
  /** The integer that seeds the weights of linear probes, the batches and the noise. */
  seed,
  /** The most that each task may keep, or null for no budget. */
  budget: z.strictObject({ measure: z.literal(['units', 'parameters', 'multiplyAdds']), limit: positiveCount }).nullable(),
});

/** An earlier search configuration as one of today; anything else as it is. */
const asCurrent = (config: unknown): unknown => {
  if (typeof config !== 'object' || config === null || !('version' in config)) return config;
  const isPlain = config.version === 1 && !('normalization' in config) && !('dropped' in config) && !('refinements' in config);
  const current = isPlain ? { ...config, version: 2, normalization: 'frozen', dropped: 'zero', refinements: 0 } : config;
  return 'check' in current ? current : { ...current, check: false };
};

/** A search configuration within a document, of this version or an earlier one. */
export const searchConfigInDocument = z.preprocess(asCurrent, searchConfigSchema);

/** One search configuration as plain JSON. */
export type SearchConfig = z.output<typeof searchConfigSchema>;

/**
 * Checks that plain data are a search configuration, and returns it; one of version 1 is converted.
 *
 * @param named - its name is that of the file, for messages
 * @throws DumError 'bad-input' with the JSON path, the value and what was expected, for data of another format or version, a missing or
 * an unknown key, or a value out of range
 *
 * @example
 * const config = checkSearchConfig(JSON.parse(text), { name: 'search.json' });
 */
export const checkSearchConfig = (config: unknown, named: { readonly name: string }): SearchConfig =>
  checkDocument(requireNamed('checkSearchConfig', named), searchConfigInDocument, config);
