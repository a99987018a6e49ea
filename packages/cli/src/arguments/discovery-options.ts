import type { Command } from 'commander';
import { DumError } from '@dum/errors';
import {
  classRemoval,
  completeness,
  crossEntropy,
  discoveryDefaults as defaults,
  type DiscoveryOptions,
  type Dropped,
  faithfulness,
  type Normalization,
} from '@dum/experiments';
import {
  type Alpha,
  type Budget,
  continuousSparsification,
  expectedUnits,
  gumbelSigmoid,
  hardConcrete,
  keepMacs,
  type Granularity,
  keepParameters,
  keepUnits,
  meanLogits,
  straightThrough,
  sumLogits,
} from '@dum/masks';
import { addMaskEffects } from './mask-effects.js';
import { addOption } from './add-option.js';
import { granularity } from './granularity.js';
import { aboveZero, atLeastZero, oneOf, priceOrPrices, probability, startToEnd, textList, wholeNumber } from './argument-kind.js';

const estimators = { gumbelSigmoid, hardConcrete, straightThrough, continuousSparsification };
const penalties = { expectedUnits, sumLogits, meanLogits };
const objectives = { crossEntropy, faithfulness, completeness, classRemoval };
const readOuts = ['new-head', 'original-head'] as const;

/** The settings of a search on the command line. */
export interface DiscoveryArguments {
  readonly alpha?: Alpha;
  readonly keepUnits?: number;
  readonly keepParameters?: number;
  readonly keepMacs?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly headLearningRate?: number;
  readonly temperature?: { readonly start: number; readonly end: number };
  readonly samples?: number;
  readonly refinements?: number;
  readonly restarts?: number;
  /** False with `--no-check`. */
  readonly check?: boolean;
  readonly initialKeepProbability?: number;
  readonly readOutEpochs?: number;
  readonly patience?: number;
  readonly memory?: number;
  readonly threads?: number;
  readonly layers?: readonly string[];
  readonly granularity?: Granularity;
  readonly inputs?: Granularity;
  readonly estimator?: keyof typeof estimators;
  readonly penalty?: keyof typeof penalties;
  readonly objective?: keyof typeof objectives;
  readonly completenessWeight?: number;
  readonly readOut?: (typeof readOuts)[number];
  readonly normalization?: Normalization;
  readonly dropped?: Dropped;
}

/** Adds the number of threads to a command that searches. */
export const addThreads = (command: Command): void => {
  addOption(
    command,
    '--threads <count>',
    'threads that search tasks in parallel, with the same results (default: one per core on wasm, else 1)',
    wholeNumber(1),
  );
};

/** Adds the price and the budgets to a command that searches. */
export const addPriceOptions = (command: Command): void => {
  addOption(
    command,
    '--alpha <price>',
    `price α of one kept unit, added to the loss, or one for each masked layer, such as dense_300=1e-3,dense_100=3e-3 (default: ${defaults.alpha})`,
    priceOrPrices,
  );
  addOption(
    command,
    '--keep-units <count>',
    'the most units that each task keeps; the search then finds the price (default: as many as --alpha leads to)',
    wholeNumber(1),
  );
  addOption(command, '--keep-parameters <count>', 'likewise, the most parameters, read-out included', wholeNumber(1));
  addOption(command, '--keep-macs <count>', 'likewise, the most multiply-adds per sample', wholeNumber(1));
};

/** Adds how many steps a search takes, and of how many samples, to a command. */
export const addStepOptions = (command: Command): void => {
  addOption(command, '--epochs <count>', 'passes over the training samples (default: as many as 1,700 steps take)', wholeNumber(1));
  addOption(
    command,
    '--batch-size <count>',
    'samples in each step (default: 256, or 64 where masks act on images or sequences)',
    wholeNumber(1),
  );
};

/** Adds the settings of a search, except its price, to a command. */
export const addDiscoveryOptions = (command: Command): void => {
  addStepOptions(command);
  addOption(command, '--learning-rate <number>', `Adam's learning rate for the mask logits (default: ${defaults.learningRate})`, aboveZero);
  addOption(
    command,
    '--head-learning-rate <number>',
    "Adam's learning rate for the linear probes (default: 0.1 / root mean square of the head's input in the whole network)",
    aboveZero,
  );
  addOption(
    command,
    '--temperature <start:end>',
    `temperature of the mask samples (default: the estimator's, ${defaults.temperature.start}:${defaults.temperature.end})`,
    startToEnd,
  );
  addOption(command, '--samples <count>', `samples of each mask in a step (default: ${defaults.samples})`, wholeNumber(1));
  addOption(
    command,
    '--refinements <count>',
    `rounds without a gain after which the local search ends that refines each learned mask; 0 leaves it as it is (default: ${defaults.refinements})`,
    wholeNumber(0),
  );
  addOption(
    command,
    '--restarts <count>',
    `searches of each task; the final mask that is best on the validation split is the result (default: ${defaults.restarts})`,
    wholeNumber(1),
  );
  command.option(
    '--no-check',
    'do not compare each mask with all units, random masks and a baseline, and do not search again from a better one',
  );
  addOption(
    command,
    '--initial-keep-probability <share>',
    "keep probability of every unit at the start (default: the estimator's; for gumbelSigmoid .5^(2/D) with D masked layers on vectors, and more for narrow layers on images)",
    probability,
  );
  addOption(
    command,
    '--read-out-epochs <count>',
    `passes that fit the linear probe to the final mask (default: ${defaults.readOutEpochs})`,
    wholeNumber(1),
  );
  addOption(command, '--patience <count>', 'epochs without improvement after which a task stops (default: never)', wholeNumber(1));
  addOption(
    command,
    '--memory <megabytes>',
    `memory for stored outputs of the frozen part; larger ones are recomputed in each step (default: ${defaults.memory})`,
    atLeastZero,
  );
  addThreads(command);
  addOption(
    command,
    '--layers <names>',
    'layers to mask, separated by commas (default: all but the last)',
    textList('layer names separated by commas, such as dense_300,dense_100'),
  );
  addOption(
    command,
    '--granularity <kind>',
    'what a unit of a layer is: a channel, an element, or a group of channels, such as group:16 (default: channel)',
    granularity,
  );
  addOption(
    command,
    '--inputs <kind>',
    'mask the features of the input too: each channel, each element, such as a pixel, or groups of channels (default: none)',
    granularity,
  );
  addOption(
    command,
    '--estimator <name>',
    'gumbelSigmoid (default), hardConcrete, straightThrough or continuousSparsification',
    oneOf(Object.keys(estimators) as (keyof typeof estimators)[]),
  );
  addOption(
    command,
    '--penalty <name>',
    'expectedUnits (default), sumLogits or meanLogits',
    oneOf(Object.keys(penalties) as (keyof typeof penalties)[]),
  );
  addOption(
    command,
    '--objective <name>',
    "goal of the kept units: do the task (crossEntropy, default), answer as the whole network does (faithfulness), do the task while the complement can't (completeness), or take the class away when they are removed (classRemoval)",
    oneOf(Object.keys(objectives) as (keyof typeof objectives)[]),
  );
  addOption(command, '--completeness-weight <number>', 'weight of the complement in --objective completeness (default: 1)', aboveZero);
  addOption(
    command,
    '--read-out <kind>',
    "how the answer is read from the kept units: by the task's own linear probe (new-head, default) or by the network's head (original-head)",
    oneOf(readOuts),
  );
  addMaskEffects(command);
};

/** The arguments that are options of a search without conversion. */
const alike = [
  ...(['alpha', 'epochs', 'batchSize', 'learningRate', 'headLearningRate', 'temperature', 'samples'] as const),
  ...(['refinements', 'restarts'] as const),
  ...(['initialKeepProbability', 'readOutEpochs', 'patience', 'memory', 'layers', 'granularity', 'inputs', 'readOut'] as const),
  ...(['normalization', 'dropped'] as const),
] satisfies readonly (keyof DiscoveryArguments & keyof DiscoveryOptions)[];

/** Converts arguments to the options of a search. Throws `bad-input` for two budgets, and for a weight of another objective. */
export const readDiscoveryOptions = (given: DiscoveryArguments): DiscoveryOptions => {
  const { estimator = 'gumbelSigmoid', penalty = 'expectedUnits', objective = 'crossEntropy', completenessWeight } = given;
  if (completenessWeight !== undefined && objective !== 'completeness')
    throw new DumError(
      'bad-input',
      `--completeness-weight is for --objective completeness, and the objective is ${objective}; give both or neither`,
    );
  const budget = readBudget(given);
  return {
    ...Object.fromEntries(alike.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))),
    estimator: estimators[estimator](),
    penalty: penalties[penalty](),
    objective: completenessWeight === undefined ? objectives[objective]() : completeness({ weight: completenessWeight }),
    ...(given.check === false ? { check: false } : {}),
    ...(budget === undefined ? {} : { budget }),
  };
};

const budgets = { keepUnits, keepParameters, keepMacs };

const readBudget = (given: DiscoveryArguments): Budget | undefined => {
  const asked = (Object.keys(budgets) as (keyof typeof budgets)[]).filter((name) => given[name] !== undefined);
  const [name, other] = asked;
  if (name === undefined) return undefined;
  if (other === undefined) return budgets[name](given[name]!);
  throw new DumError('bad-input', `${optionOf(name)} and ${optionOf(other)} are two budgets; give one`);
};

/** The option of an attribute, as on the command line. */
export const optionOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
