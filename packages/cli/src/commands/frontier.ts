import { DumError } from '@dum/errors';
import { discoveryDefaults, type FrontierMethod, measureFrontier, type MaskEffects, searchConfigOf } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import { createWorkerPool } from '@dum/experiments/workers';
import { fingerprintNetwork } from '@dum/masks';
import type { Budget } from '@dum/masks/mask-set';
import { addOption } from '../arguments/add-option.js';
import { anyInteger, numberList, oneOf, text, textList, wholeNumber } from '../arguments/argument-kind.js';
import { addDataOptions, type DataOptions } from '../arguments/data-options.js';
import { addStepOptions, addThreads, type DiscoveryArguments, readDiscoveryOptions } from '../arguments/discovery-options.js';
import { addMaskEffects } from '../arguments/mask-effects.js';
import { baselineNames, readFrontierMethods } from '../arguments/frontier-methods.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { readTasks, taskGrammar } from '../arguments/task-list.js';
import { noteFewSteps } from '../steps/note-few-steps.js';
import { loadSplit } from '../data/load-split.js';
import { asNetworkTakes } from '../data/as-network-takes.js';
import { requireSameInput } from '../data/require-same-input.js';
import { threadsFor } from '../steps/find-subnetworks.js';
import { type GrowingFrontier, openFrontier } from '../resume/frontier-file.js';
import { frontierReport } from '../tables/frontier-report.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';

interface FrontierCommandOptions extends SharedOptions, DataOptions, Partial<MaskEffects> {
  readonly network: readonly string[];
  readonly out: string;
  readonly tasks?: readonly string[];
  readonly keepUnits?: readonly number[];
  readonly keepParameters?: readonly number[];
  readonly keepMacs?: readonly number[];
  readonly methods?: readonly string[];
  readonly seeds?: readonly number[];
  readonly split?: 'validation' | 'test';
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly readOutEpochs?: number;
  readonly validation?: number;
  readonly threads?: number;
}

const explanation = `
${taskGrammar}

Methods: learned (the default estimator), gumbel-sigmoid, hard-concrete, straight-through, continuous-sparsification,
${baselineNames.join(', ')}.
With one --network, seeds differ in the search and its linear probes only. With as many networks as seeds,
each seed has its own network; only then do intervals cover other networks.
--out gets frontier.json, written after each method, budget and seed; the same command continues after them,
and one with more methods, budgets or seeds adds these.

Example:
  dum frontier --network runs/n1 runs/n2 runs/n3 --dataset mnist --keep-units 20,50,100 --seeds 1,2,3 --out runs/frontier`;

/** `dum frontier`: accuracy against size, of learned masks and of baselines. */
export const defineFrontier: DefineCommand = (program, run) => {
  const command = program
    .command('frontier')
    .summary('compare learned masks with baselines at several sizes')
    .description('Measures learned masks and baselines at several budgets with several seeds, and reports which is better.');
  command.option('--network <folders...>', 'a network, or one for each seed');
  addDataOptions(command);
  addOption(command, '--out <folder>', 'where frontier.json goes', text('a folder'), 'required');
  command.option('--tasks <tasks...>', 'the tasks (default: each class)');
  const counts = numberList(wholeNumber(1), '10,50,200');
  addOption(command, '--keep-units <counts>', 'budgets of units, separated by commas', counts);
  addOption(command, '--keep-parameters <counts>', 'budgets of parameters instead', counts);
  addOption(command, '--keep-macs <counts>', 'budgets of multiply-adds instead', counts);
  addOption(
    command,
    '--methods <names>',
    `methods, separated by commas (default: learned,${baselineNames.join(',')})`,
    textList('names of methods separated by commas, such as learned,taylor'),
  );
  addOption(command, '--seeds <numbers>', 'seeds, separated by commas (default: that of --seed)', numberList(anyInteger, '1,2,3'));
  addOption(command, '--split <name>', 'validation (default) or test', oneOf(['validation', 'test'] as const));
  addStepOptions(command);
  addOption(
    command,
    '--read-out-epochs <count>',
    `passes that fit linear probes (default: ${discoveryDefaults.readOutEpochs})`,
    wholeNumber(1),
  );
  addMaskEffects(command);
  addOption(command, '--validation <count>', 'held-out samples (default: those that train held out)', wholeNumber(1));
  addThreads(command);
  addSharedOptions(command);
  command.addHelpText('after', explanation);
  command.action((options: FrontierCommandOptions) => run('frontier', options, (session) => frontier(session, options)));
};

const frontier = async (session: Session, options: FrontierCommandOptions): Promise<number> => {
  const {
    network: folders,
    out,
    split: role = 'validation',
    epochs,
    batchSize,
    readOutEpochs,
    normalization = 'frozen',
    dropped = 'zero',
  } = options;
  if (folders === undefined) throw new DumError('bad-input', "required option '--network <folders...>' not specified");
  const { measure, limits } = readBudgets(options);
  const methods = readFrontierMethods(options.methods);
  const seeds = options.seeds ?? [session.seed];
  if (folders.length > 1 && folders.length !== seeds.length) {
    throw new DumError(
      'bad-input',
      `--network names ${folders.length} networks and --seeds ${seeds.length} seeds; give one network for each seed, or one for all`,
    );
  }
  const backend = await session.openBackend();
  const given: DiscoveryArguments = {
    ...(epochs === undefined ? {} : { epochs }),
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(readOutEpochs === undefined ? {} : { readOutEpochs }),
    dropped,
  };
  const search = searchConfigOf(readDiscoveryOptions(given));
  const fingerprints: string[] = [];
  for (const folder of folders) {
    const network = await loadNetwork(folder);
    fingerprints.push(await fingerprintNetwork(network));
    network.dispose();
  }
  let file: GrowingFrontier | undefined;
  for (const [at, seed] of seeds.entries()) {
    const folder = folders[at % folders.length]!;
    const network = await loadNetwork(folder);
    const wanted = await asNetworkTakes(network, options);
    const { data, split } = await loadSplit(session, { network, folder }, wanted, { validation: options.validation, seed: session.seed });
    requireSameInput(network, data, { note: session.note, classes: false, pixelRange: options.pixelRange });
    const { tasks, notes } = readTasks(options.tasks, split);
    for (const note of file === undefined ? notes : []) session.note(note);
    const measured = role === 'test' ? data.test : split.validation;
    file ??= await openFrontier(session, out, {
      ...{ dataset: data.name, split: role, measure, samples: measured.count },
      tasks: tasks.map(({ name }) => name),
      settings: {
        epochs: epochs ?? null,
        batchSize: batchSize ?? null,
        readOutEpochs: search.readOutEpochs,
        trainingSamples: split.train.count,
        ...(normalization === 'frozen' ? {} : { normalization }),
        ...(dropped === 'zero' ? {} : { dropped }),
      },
      backend,
    });
    const kept = file;
    const fingerprint = fingerprints[at % folders.length]!;
    await kept.use(seed, fingerprint);
    if (at === 0) noteFewSteps(session, network, given, split.train.count);
    const workers = createWorkerPool({ threads: threadsFor(session, tasks.length, options.threads) });
    try {
      await session.phase(`seed ${seed}`, (update) =>
        measureFrontier(network, tasks, measured, {
          methods: methods.map(
            (method): FrontierMethod =>
              method.baseline === undefined
                ? {
                    ...method,
                    search: {
                      ...readDiscoveryOptions({ ...given, ...(method.estimator === undefined ? {} : { estimator: method.estimator }) }),
                      workers,
                    },
                  }
                : { name: method.name, baseline: method.baseline },
          ),
          budgets: limits.map((limit): Budget => ({ measure, limit })),
          seed,
          readOutEpochs: search.readOutEpochs,
          ...(batchSize === undefined ? {} : { batchSize }),
          normalization,
          dropped,
          signal: session.signal,
          isDone: (method, { limit }) => kept.isDone({ method, budget: limit, seed }),
          onPoints: (points, method, { limit }) => kept.add({ method, budget: limit, seed }, points),
          onProgress: (what, done) => update(done, what),
        }),
      );
    } finally {
      await workers.close();
      network.dispose();
    }
  }
  const document = await file!.finish();
  if (folders.length === 1 && seeds.length > 1)
    session.note('all seeds share one network, so the intervals do not cover other networks; give --network one for each seed');
  session.printResult(
    document,
    () => `${frontierReport(document)}\n\nFigures are of ${document.samples} ${role} samples. They are in ${file!.path}.`,
  );
  return 0;
};

const measures = { keepUnits: 'units', keepParameters: 'parameters', keepMacs: 'multiplyAdds' } as const;

const readBudgets = (options: FrontierCommandOptions): { readonly measure: Budget['measure']; readonly limits: readonly number[] } => {
  const given = (Object.keys(measures) as (keyof typeof measures)[]).filter((name) => options[name] !== undefined);
  const [name] = given;
  if (name === undefined || given.length > 1)
    throw new DumError(
      'bad-input',
      `${given.length} kinds of budgets are given; expected one of --keep-units, --keep-parameters and --keep-macs`,
    );
  return { measure: measures[name], limits: options[name]! };
};
