import { join } from 'node:path';
import { evaluateNetwork, searchConfigOf } from '@dum/experiments';
import { fingerprintNetwork } from '@dum/masks';
import { searchSummary } from '@dum/runs';
import { addOption } from '../arguments/add-option.js';
import { text } from '../arguments/argument-kind.js';
import { addThreads, readDiscoveryOptions } from '../arguments/discovery-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { readTasks } from '../arguments/task-list.js';
import { loadData, requireEveryClass, splitData } from '../data/load-data.js';
import { findSubnetworks } from '../steps/find-subnetworks.js';
import { requireOut } from '../files/require-out.js';
import { reuseOrTrain } from '../resume/reuse-network.js';
import { saveSearch } from '../files/save-search.js';
import { startReport } from '../tables/start-report.js';
import { measureTasks } from '../steps/measure-tasks.js';
import { exitCodeOf, taskSummary } from '../files/task-summaries.js';
import { fittingOf } from '../arguments/fitting-of.js';
import { searchedAs } from '../files/search-beside.js';
import type { DefineCommand } from '../run-command.js';
import { callOf } from '../session/command-line.js';
import type { Session } from '../session/session.js';
import { startSettings } from '../start-settings.js';
import { versions } from '../versions.js';

interface StartOptions extends SharedOptions {
  readonly out?: string;
  readonly threads?: number;
}

const examples = `
--out gets network/ (model.json with its weights, summary.json), masks.json and summary.json. A network there
that was trained with the same settings, seed, data and backend is reused.

Examples:
  dum start
  dum start --backend wasm --seed 2 --out runs/second`;

/** `dum start`: trains 784-300-100-10 on MNIST and finds the subnetwork of every digit. */
export const defineStart: DefineCommand = (program, run) => {
  const command = program
    .command('start')
    .summary('train on MNIST and find the subnetwork of every digit')
    .description('Trains a 784-300-100-10 network on MNIST, finds a subnetwork for each digit, and measures them on the test split.');
  addOption(command, '--out <folder>', 'where the results go (default: runs/start)', text('a folder'));
  addThreads(command);
  addSharedOptions(command);
  command.addHelpText('after', examples);
  command.action((options: StartOptions) => run('start', options, (session) => start(session, options)));
};

const start = async (session: Session, { out = join('runs', 'start'), limit, threads }: StartOptions): Promise<number> => {
  await requireOut(out, 'masks');
  const backend = await session.openBackend();
  const data = await loadData(session, { dataset: 'mnist', limit });
  const { identity } = data.train.source;
  const split = splitData(data, { seed: session.seed });
  requireEveryClass(split, '--limit');
  const { hidden, ...training } = startSettings.network;
  const shape = { text: `mlp:${hidden.join(',')}`, kind: 'mlp', widths: hidden } as const;
  const folder = join(out, 'network');
  const { network, seconds } = await reuseOrTrain(
    session,
    { backend, network: shape, ...training, data, split, samples: identity },
    folder,
  );
  session.kept = `the trained network in ${folder} is kept and will be reused`;

  const options = { ...readDiscoveryOptions(startSettings.discovery), seed: session.seed };
  const config = searchConfigOf(options);
  const found = await findSubnetworks(session, network, readTasks(undefined, split).tasks, options, threads);
  const search = searchedAs(config, found.result);
  const controls = { draws: startSettings.controls, ...fittingOf(search), seed: session.seed, data: split };
  const results = await measureTasks(session, network, found.result, { split: data.test, wholeNetwork: true, controls });
  const { accuracy: testAccuracy } = await evaluateNetwork(network, data.test, data.classNames);
  const fingerprint = await fingerprintNetwork(network);
  network.dispose();
  const samples = { trainingSamples: split.train.count, validationSamples: split.validation.count, testSamples: data.test.count };
  const contents = {
    command: session.typed,
    backend,
    seconds: { network: seconds, discovery: found.seconds },
    network: { fingerprint, testAccuracy },
    versions: versions(),
    seed: session.seed,
    dataset: data.name,
    search,
    settings: {
      network: startSettings.network,
      ...samples,
      controls: startSettings.controls,
    },
    tasks: results.map((result) => taskSummary(result, 'test')),
  };
  const summary = searchSummary.make(contents, { name: join(out, 'summary.json') });
  await saveSearch(session, out, found.result, summary);
  session.printResult(summary, () =>
    startReport(results, { testAccuracy, testSamples: data.test.count, out, call: callOf(session.io.env) }),
  );
  return exitCodeOf(results);
};
