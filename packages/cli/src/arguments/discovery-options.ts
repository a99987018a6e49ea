import type { Command } from 'commander';
import { DumError } from '@dum/errors';
import {
  classRemoval,
  completeness,
  crossEntropy,
  discoveryDefaults as defaults,
  type DiscoveryOptions,
  faithfulness,
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
import { addOption } from './add-option.js';
import { granularity } from './granularity.js';
import { aboveZero, atLeastZero, oneOf, priceOrPrices, probability, startToEnd, textList, wholeNumber } from './argument-kind.js';

const estimators = { gumbelSigmoid, hardConcrete, straightThrough, continuousSparsification };
const penalties = { expectedUnits, sumLogits, meanLogits };
const objectives = { crossEntropy, faithfulness, completeness, classRemoval };
const readOuts = ['new-head', 'original-head'] as const;

/** The settings of a search, as the command line gives them. */
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
  readonly restarts?: number;
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
}

/** Gives a command that searches the number of threads to do it. */
export const addThreads = (command: Command): void => {
  addOption(
    command,
    '--threads <count>',
    'that search tasks side by side, with the same results (default: one a core on wasm, else 1)',
    wholeNumber(1),
  );
};

/** Gives a command that searches at one price, or within one budget, what says so. */
export const addPriceOptions = (command: Command): void => {
  addOption(
    command,
    '--alpha <price>',
    `what one kept unit costs, as loss, or that of each masked layer, such as dense_300=1e-3,dense_100=3e-3 (default: ${defaults.alpha})`,
    priceOrPrices,
  );
  addOption(
    command,
    '--keep-units <count>',
    'units that each task keeps, at the price found for it (default: what --alpha gives)',
    wholeNumber(1),
  );
  addOption(
    command,
    '--keep-parameters <count>',
    'likewise, the parameters that each task keeps at most, read-out included',
    wholeNumber(1),
  );
  addOption(command, '--keep-macs <count>', 'likewise, the multiply-adds of a sample', wholeNumber(1));
};

/** Gives a command the settings of a search but for its price. */
export const addDiscoveryOptions = (command: Command): void => {
  addOption(
    command,
    '--epochs <count>',
    'passes over the training samples (default: 8, and as many more as 1700 steps take)',
    wholeNumber(1),
  );
  addOption(command, '--batch-size <count>', `samples a step (default: ${defaults.batchSize})`, wholeNumber(1));
  addOption(command, '--learning-rate <number>', `Adam's rate for the mask logits (default: ${defaults.learningRate})`, aboveZero);
  addOption(
    command,
    '--head-learning-rate <number>',
    "Adam's rate for the heads (default: 0.1 over the root mean square of what the whole network's head reads)",
    aboveZero,
  );
  addOption(
    command,
    '--temperature <start:end>',
    `temperature of the samples (default: what suits the estimator, ${defaults.temperature.start}:${defaults.temperature.end})`,
    startToEnd,
  );
  addOption(command, '--samples <count>', `noise samples of each mask a step (default: ${defaults.samples})`, wholeNumber(1));
  addOption(
    command,
    '--restarts <count>',
    `searches of each task, of which the best on the validation split counts (default: ${defaults.restarts})`,
    wholeNumber(1),
  );
  addOption(
    command,
    '--initial-keep-probability <share>',
    "of every unit at the start (default: what suits the estimator; for gumbelSigmoid, from the network's depth and width)",
    probability,
  );
  addOption(
    command,
    '--read-out-epochs <count>',
    `passes in which the read-out is fitted on the final mask (default: ${defaults.readOutEpochs})`,
    wholeNumber(1),
  );
  addOption(command, '--patience <count>', 'epochs without improvement after which a task stops (default: never)', wholeNumber(1));
  addOption(
    command,
    '--memory <megabytes>',
    `what the outputs of the frozen part may take; larger ones are computed anew each step (default: ${defaults.memory})`,
    atLeastZero,
  );
  addThreads(command);
  addOption(
    command,
    '--layers <names>',
    'layers to mask, with commas between (default: all but the last)',
    textList('layer names with commas between, such as dense_300,dense_100'),
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
    "what kept units do: the task (crossEntropy, default), what the whole network answers (faithfulness), the task and the rest can't (completeness), or their going takes the class along (classRemoval)",
    oneOf(Object.keys(objectives) as (keyof typeof objectives)[]),
  );
  addOption(command, '--completeness-weight <number>', 'how much the rest counts in --objective completeness (default: 1)', aboveZero);
  addOption(
    command,
    '--read-out <kind>',
    "what reads the kept units: a head of the task's own (new-head, default) or that of the network (original-head)",
    oneOf(readOuts),
  );
};

/** The arguments that are options of a search as they are. */
const alike = [
  ...(['alpha', 'epochs', 'batchSize', 'learningRate', 'headLearningRate', 'temperature', 'samples', 'restarts'] as const),
  ...(['initialKeepProbability', 'readOutEpochs', 'patience', 'memory', 'layers', 'granularity', 'inputs', 'readOut'] as const),
] satisfies readonly (keyof DiscoveryArguments & keyof DiscoveryOptions)[];

/** The options of the search that arguments ask for. Throws `bad-input` for two budgets, and for a weight of another objective. */
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

/** The option that an attribute comes from, as it is typed. */
export const optionOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
