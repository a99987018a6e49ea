import { useBackend } from '@dum/backend';
import { oneVsRest, splitTrainValidation, takeFirst } from '@dum/datasets';
import { loadMnist } from '@dum/datasets/node';
import {
  completeness as complete,
  crossEntropy,
  discoverSubnetworks,
  type DiscoveryOptions,
  mlp,
  subnetworksOf,
  trainNetwork,
} from '@dum/experiments';
import { createWorkerPool } from '@dum/experiments/workers';
import type { Subnetwork } from '@dum/masks';
import { type Choice, measureBaselines } from './baselines.js';
import { measureComplements, type Measuring, type WithComplement } from './complements.js';
import type { Settings } from './settings.js';
import { bound, type ChosenRow, choicesTable, tasksTable } from './table.js';

/** Options of {@link completeness}. */
export interface CompletenessOptions {
  readonly settings: Settings;
  /** Threads that search; default 1. */
  readonly threads?: number;
  readonly log: (line: string) => void;
}

/** The results of the study. */
export interface CompletenessStudy {
  /** Figures of the validation split. */
  readonly choices: readonly Choice[];
  /** For each digit, the smallest subnetwork with a complement below the bound on the validation split, if any, measured on the test split. */
  readonly test: readonly ChosenRow[];
}

const seed = 1;

/** Measures for each digit how many units must be removed until a linear probe no longer recognises it from the complement. */
export const completeness = async ({ settings, threads = 1, log }: CompletenessOptions): Promise<CompletenessStudy> => {
  const { limit, epochs, headLearningRate, weight, prices, initialKeepProbability } = settings;
  const backend = await useBackend();
  const mnist = await loadMnist();
  const all = limit === undefined ? mnist.train : takeFirst(mnist.train, limit);
  const splits = splitTrainValidation(all, { validation: Math.min(5000, Math.round(all.count / 10)), seed });
  log(`Training 784-300-100-10 on ${splits.train.count} digits, ${backend.name} backend`);
  const network = mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed });
  await trainNetwork(network, { ...mnist, ...splits }, { epochs, batchSize: 256, learningRate: 2e-3, schedule: 'cosine', seed });
  const tasks = oneVsRest({ ...splits, classNames: mnist.classNames });
  const validation: Measuring = { network, tasks, split: splits.validation };
  const workers = threads > 1 ? createWorkerPool({ threads }) : undefined;

  const searches: { readonly name: string; readonly subnetworks: readonly Subnetwork[]; readonly rows: readonly WithComplement[] }[] = [];
  const search = async (name: string, options: DiscoveryOptions) => {
    const found = await discoverSubnetworks(network, tasks, {
      epochs,
      headLearningRate,
      seed,
      check: false,
      ...options,
      ...(workers === undefined ? {} : { workers }),
    });
    const subnetworks = subnetworksOf(found);
    searches.push({ name, subnetworks, rows: await measureComplements(validation, subnetworks) });
    log(`  ${name}`);
  };
  log('Searching and measuring');
  try {
    await search('labels alone', { objective: crossEntropy(), initialKeepProbability: 0.12 });
    for (const alpha of prices)
      await search(`completeness, price ${alpha}`, { objective: complete({ weight }), alpha, initialKeepProbability });
  } finally {
    await workers?.close();
  }
  const choices = [...searches, ...(await measureBaselines(validation, settings, masksOf(searches[0]!), log))];
  log('');
  for (const line of choicesTable(choices)) log(line);

  const chosen = tasks.flatMap((_, task) => {
    const bounded = searches.filter(({ rows }) => rows[task]!.complement < bound);
    const [smallest] = bounded.toSorted((a, b) => a.rows[task]!.units - b.rows[task]!.units);
    return smallest === undefined ? [] : [{ task: tasks[task]!, name: smallest.name, subnetwork: smallest.subnetworks[task]! }];
  });
  const measured = { network, tasks: chosen.map(({ task }) => task), split: mnist.test };
  const subnetworks = chosen.map(({ subnetwork }) => subnetwork);
  const rows = await measureComplements(measured, subnetworks);
  const longer = await measureComplements({ ...measured, readOutEpochs: settings.longerEpochs }, subnetworks);
  const test = rows.map((row, index) => ({ ...row, name: chosen[index]!.name, complementFittedLonger: longer[index]!.complement }));
  log('');
  log(`Balanced accuracies on the test split of the smallest whose complement was below ${100 * bound} % on the validation split`);
  for (const line of tasksTable(test)) log(line);
  return { choices, test };
};

const masksOf = ({ subnetworks }: { readonly subnetworks: readonly Subnetwork[] }) => subnetworks.map(({ masks }) => masks);
