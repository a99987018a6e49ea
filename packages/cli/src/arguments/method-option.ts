import type { Command } from 'commander';
import { DumError } from '@dum/errors';
import { type BaselineName, searchConfigOf, type SelectionOptions } from '@dum/experiments';
import { addOption } from './add-option.js';
import { oneOf } from './argument-kind.js';
import { fittingOf } from './fitting-of.js';
import { type DiscoveryArguments, optionOf, readDiscoveryOptions } from './discovery-options.js';

/** The baselines by their names on the command line. */
export const baselines = {
  random: 'random',
  'weight-magnitude': 'weightMagnitude',
  'mean-activation': 'meanActivation',
  taylor: 'taylor',
  'iterative-taylor': 'iterativeTaylor',
} as const satisfies Readonly<Record<string, BaselineName>>;

/** The name of a baseline on the command line. */
export type TypedBaseline = keyof typeof baselines;

export const baselineNames = Object.keys(baselines) as TypedBaseline[];

/** How units are found. */
export type Method = 'learned' | TypedBaseline;

/** Adds the choice between learned masks and a baseline to a command. */
export const addMethod = (command: Command): void =>
  addOption(
    command,
    '--method <name>',
    `learned (default), or a baseline of the same budget: ${baselineNames.join(', ')}`,
    oneOf(['learned', ...baselineNames] as const),
  );

/** The options of searches that baselines do not have. */
const ofSearches: readonly (keyof DiscoveryArguments)[] = [
  ...(['alpha', 'epochs', 'learningRate', 'headLearningRate', 'temperature', 'samples', 'initialKeepProbability'] as const),
  ...(['refinements', 'restarts', 'patience', 'threads', 'estimator', 'penalty'] as const),
  ...(['objective', 'completenessWeight', 'readOut'] as const),
];

const requireBaselineOptions = (method: TypedBaseline, given: DiscoveryArguments): void => {
  const useless = given.check === false ? '--no-check' : ofSearches.filter((name) => given[name] !== undefined).map(optionOf)[0];
  if (useless !== undefined)
    throw new DumError('bad-input', `${useless} applies to learned masks only, and --method ${method} learns none; leave it out`);
  if (given.keepUnits === undefined && given.keepParameters === undefined && given.keepMacs === undefined)
    throw new DumError(
      'bad-input',
      `--method ${method} ranks units and needs a budget; give --keep-units, --keep-parameters or --keep-macs`,
    );
};

/** The options of a baseline, and the same as plain data. Refuses options of searches, and a missing budget. */
export const readBaselineOptions = (
  method: TypedBaseline,
  given: DiscoveryArguments,
): { readonly options: SelectionOptions; readonly settings: Readonly<Record<string, unknown>> } => {
  requireBaselineOptions(method, given);
  const config = searchConfigOf(readDiscoveryOptions(given));
  const { granularity, inputs, layers, budget, normalization, dropped } = config;
  const shared = { ...fittingOf(config), granularity, normalization, dropped, budget: budget! };
  const masked = { ...(inputs === null ? {} : { inputs }), ...(layers === null ? {} : { layers }) };
  return { options: { method: baselines[method], ...shared, ...masked }, settings: { ...shared, inputs, layers } };
};
