import { join } from 'node:path';
import { alphaPath, type AlphaPath, type AlphaPathOptions, searchConfigOf } from '@dum/experiments';
import { createWorkerPool } from '@dum/experiments/workers';
import { fingerprintNetwork } from '@dum/masks';
import { alphaPathSummary } from '@dum/runs';
import { addOption } from '../arguments/add-option.js';
import { fromTo, text, wholeNumber } from '../arguments/argument-kind.js';
import { addDataOptions } from '../arguments/data-options.js';
import { addDiscoveryOptions, type DiscoveryArguments, readDiscoveryOptions } from '../arguments/discovery-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { taskGrammar } from '../arguments/task-list.js';
import { keepPixelRange } from '../data/network-range.js';
import { openSearch, type SearchRequest } from '../data/open-search.js';
import { alphaPathReport, meanPoints } from '../tables/alpha-path-report.js';
import { checkNotes } from '../tables/check-notes.js';
import { asFound, type FoundTask, threadsFor } from '../steps/find-subnetworks.js';
import { noteFewSteps } from '../steps/note-few-steps.js';
import { requireOut } from '../files/require-out.js';
import { saveSearch } from '../files/save-search.js';
import { measureTasks } from '../steps/measure-tasks.js';
import { exitCodeOf, taskSummary } from '../files/task-summaries.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';

interface AlphaPathArguments
  extends SharedOptions,
    SearchRequest,
    Omit<DiscoveryArguments, 'alpha' | 'keepUnits' | 'keepParameters' | 'keepMacs'> {
  readonly out: string;
  readonly alphas?: readonly [number, number];
  readonly steps?: number;
  readonly warmEpochs?: number;
}

const [defaultEnds, defaultSteps] = [[1e-4, 1e-2] as const, 8];

const explanation = `
${taskGrammar}

The search at each price continues from the masks of the price before. The knee of a task is the smallest
mask whose balanced accuracy is within one standard error of the best on the path (Breiman et al. 1984).
Figures are of the validation samples that train held out. --out gets masks.json with the knees, for evaluate,
compare and extract, and summary.json with all points.

Examples:
  dum alpha-path --network runs/network --dataset mnist --out runs/path
  dum alpha-path --network runs/network --dataset mnist --tasks 0-3 --alphas 1e-4..1e-2 --out runs/path`;

/** `dum alpha-path`: accuracy against size of each task, from one run over several prices, and a suggested mask. */
export const defineAlphaPath: DefineCommand = (program, run) => {
  const command = program
    .command('alpha-path')
    .summary('show how accuracy depends on size, and suggest a size')
    .description('Finds the subnetwork of each task at several prices in one run, and keeps the smallest that does as well as the best.');
  addOption(command, '--network <folder>', 'a network that train saved, or any other of TensorFlow.js', text('a folder'), 'required');
  addDataOptions(command);
  addOption(command, '--out <folder>', 'where the results go', text('a folder'), 'required');
  command.option('--tasks <tasks...>', 'the tasks (default: each class)');
  addOption(
    command,
    '--alphas <from..to>',
    `the least and the greatest price α of a kept unit, in either order (default: ${defaultEnds.join('..')})`,
    fromTo,
  );
  addOption(command, '--steps <count>', `number of prices, in geometric steps (default: ${defaultSteps})`, wholeNumber(2));
  addOption(command, '--warm-epochs <count>', 'passes at each price after the first (default: a quarter of --epochs)', wholeNumber(1));
  addDiscoveryOptions(command);
  addOption(
    command,
    '--validation <count>',
    'held-out samples, which figures are of and which choose knees (default: those that train held out)',
    wholeNumber(1),
  );
  addSharedOptions(command);
  command.addHelpText('after', explanation);
  command.action((options: AlphaPathArguments) => run('alpha-path', options, (session) => alphaPathCommand(session, options)));
};

/** `steps` prices in geometric steps between two. */
const geometricSteps = ([from, to]: readonly [number, number], steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => (step === steps - 1 ? to : from * (to / from) ** (step / (steps - 1))));

const alphaPathCommand = async (session: Session, given: AlphaPathArguments): Promise<number> => {
  const alphas = geometricSteps(given.alphas ?? defaultEnds, given.steps ?? defaultSteps);
  const search = { ...readDiscoveryOptions(given), seed: session.seed };
  const config = searchConfigOf({ ...search, alpha: Math.min(...alphas) });
  await requireOut(given.out, 'masks');
  const { backend, network, data, split, tasks, wholeNetwork } = await openSearch(session, given);
  const { warmEpochs } = given;
  const { seed, signal } = session;
  const walked = await session.phase(
    `find the subnetworks of ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'} at ${alphas.length} prices`,
    async (update) => {
      const workers = createWorkerPool({ threads: threadsFor(session, tasks.length, given.threads) });
      const onProgress: AlphaPathOptions['onProgress'] = ({ price, prices, phase, step, steps }) =>
        update((price - 1 + step / steps) / prices, `${phase}, price ${price} of ${prices}`);
      try {
        return await alphaPath(network, tasks, {
          ...search,
          ...(warmEpochs === undefined ? {} : { warmEpochs }),
          ...{ alphas, signal, workers, onProgress },
        });
      } finally {
        await workers.close();
      }
    },
  );
  noteFewSteps(session, network, search, split.train.count);
  const paths = walked.result;
  const found = paths.map(
    ({ task, knee }): FoundTask => (knee === undefined ? { task, status: 'diverged', history: [] } : asFound(knee.subnetwork)),
  );
  const results = await measureTasks(session, network, found, { split: split.validation, wholeNetwork });
  const contents = {
    command: session.typed,
    backend,
    seconds: { path: walked.seconds },
    network: { fingerprint: await fingerprintNetwork(network) },
    versions: versions(),
    seed,
    dataset: data.name,
    search: config,
    settings: {
      method: 'learned',
      alphas,
      warmEpochs: warmEpochs ?? null,
      trainingSamples: split.train.count,
      validationSamples: split.validation.count,
    },
    tasks: results.map((result, index) => ({
      ...taskSummary(result, 'validation'),
      alpha: paths[index]!.knee?.alpha ?? null,
      path: pathSummary(paths[index]!),
    })),
    mean: meanPoints(paths),
  };
  const summary = alphaPathSummary.make(contents, { name: join(given.out, 'summary.json') });
  const where = await saveSearch(session, given.out, found, summary);
  await keepPixelRange(session, network, given.network, data, given.pixelRange);
  network.dispose();
  session.printResult(
    summary,
    () => `${alphaPathReport(paths)}${kneeNotes(paths)}\n\nFigures are of ${split.validation.count} validation samples. ${where}`,
  );
  return exitCodeOf(results);
};

const kneeNotes = (paths: readonly AlphaPath[]): string =>
  checkNotes(paths.map(({ task: name, knee }) => ({ name, check: knee?.subnetwork.check })));

const pathSummary = ({ points }: AlphaPath) => points.map(({ subnetwork: { status }, ...figures }) => ({ ...figures, status }));
