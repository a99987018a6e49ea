import { type ScheduleName, scheduleNames } from '@dum/experiments';
import { addOption } from '../arguments/add-option.js';
import { aboveZero, oneOf, text, wholeNumber } from '../arguments/argument-kind.js';
import { addDataOptions, type DataOptions } from '../arguments/data-options.js';
import { networkGrammar, networkShape, type NetworkShape } from '../arguments/network-shape.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { loadData, requireEveryClass, requirePixels, splitData } from '../data/load-data.js';
import { percent } from '../text/figures.js';
import { requireOut } from '../files/require-out.js';
import { trainInto } from '../resume/train-into.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { startSettings } from '../start-settings.js';

interface TrainOptions extends SharedOptions, DataOptions {
  readonly network: NetworkShape;
  readonly out: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly schedule?: ScheduleName;
  readonly validation?: number;
}

const defaults = startSettings.network;

/** `dum train`: trains a network and saves it. */
export const defineTrain: DefineCommand = (program, run) => {
  const command = program
    .command('train')
    .summary('train a network')
    .description(
      'Trains a network on the training split and saves it; --out gets model.json with its weights, and summary.json. The same command resumes a run that was stopped.',
    );
  addDataOptions(command);
  addOption(command, '--network <shape>', 'a kind and the units or filters of its parts, such as mlp:300,100', networkShape, 'required');
  addOption(command, '--out <folder>', 'where the results go', text('a folder'), 'required');
  addOption(command, '--epochs <count>', `passes over the training samples (default: ${defaults.epochs})`, wholeNumber(1));
  addOption(command, '--batch-size <count>', `samples in each step (default: ${defaults.batchSize})`, wholeNumber(1));
  addOption(command, '--learning-rate <number>', `Adam's learning rate at its highest (default: ${defaults.learningRate})`, aboveZero);
  addOption(
    command,
    '--schedule <name>',
    `schedule of the learning rate: ${scheduleNames.join(', ')} (default: ${defaults.schedule})`,
    oneOf(scheduleNames),
  );
  addOption(
    command,
    '--validation <count>',
    'held-out samples that monitor the training (default: a twelfth, at most 5000)',
    wholeNumber(1),
  );
  addSharedOptions(command);
  command.addHelpText(
    'after',
    `\n${networkGrammar}

Examples:
  dum train --dataset mnist --network mlp:300,100 --epochs 8 --out runs/network
  dum train --dataset mnist --network mlp:32 --limit 2000 --epochs 1 --out runs/small --json
  dum train --dataset cifar-10 --network conv-bn:32,64,128 --epochs 10 --out runs/cifar`,
  );
  command.action((options: TrainOptions) => run('train', options, (session) => train(session, options)));
};

const train = async (session: Session, options: TrainOptions): Promise<number> => {
  const {
    epochs = defaults.epochs,
    batchSize = defaults.batchSize,
    learningRate = defaults.learningRate,
    schedule = defaults.schedule,
  } = options;
  await requireOut(options.out, 'network');
  const backend = await session.openBackend();
  const data = await loadData(session, options);
  if (options.pixelRange !== undefined) requirePixels(data, options.pixelRange);
  const samples = data.train.source.identity;
  const split = splitData(data, { validation: options.validation, seed: session.seed });
  requireEveryClass(split, '--limit or --validation');
  const request = { backend, network: options.network, epochs, batchSize, learningRate, schedule, data, split, samples };
  const trained = await trainInto(session, request, options.out);
  session.printResult(
    trained.summary,
    () => `validation accuracy ${percent(trained.summary.network.validationAccuracy)}; the network is in ${options.out}`,
  );
  trained.network.dispose();
  return 0;
};
