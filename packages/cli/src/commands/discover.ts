import { join } from 'node:path';
import { searchConfigOf } from '@dum/experiments';
import { fingerprintNetwork } from '@dum/masks';
import { searchSummary } from '@dum/runs';
import { addOption } from '../arguments/add-option.js';
import { text, wholeNumber } from '../arguments/argument-kind.js';
import { addDataOptions } from '../arguments/data-options.js';
import { addDiscoveryOptions, addPriceOptions, type DiscoveryArguments, readDiscoveryOptions } from '../arguments/discovery-options.js';
import { addMethod, type Method, readBaselineOptions } from '../arguments/method-option.js';
import { oddAlpha } from '../arguments/odd-alpha.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { taskGrammar } from '../arguments/task-list.js';
import { keepPixelRange } from '../data/network-range.js';
import { openSearch, type SearchRequest } from '../data/open-search.js';
import { findSubnetworks, selectByBaseline } from '../steps/find-subnetworks.js';
import { requireOut } from '../files/require-out.js';
import { saveSearch } from '../files/save-search.js';
import { measureTasks } from '../steps/measure-tasks.js';
import { exitCodeOf, taskSummary } from '../files/task-summaries.js';
import { taskTable } from '../tables/task-table.js';
import { fittingOf } from '../arguments/fitting-of.js';
import { searchedAs } from '../files/search-beside.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { startSettings } from '../start-settings.js';
import { versions } from '../versions.js';

interface DiscoverOptions extends SharedOptions, SearchRequest, DiscoveryArguments {
  readonly method?: Method;
  readonly out: string;
  readonly controls?: number;
}

const examples = `
${taskGrammar}

Figures are of validation samples; "dum evaluate" gives those of the test split. The validation samples are
those that train held out, for any --seed and --limit, so the network has not seen them; for a network from
elsewhere this is not known. When no task finishes, earlier results in --out are kept.

Examples:
  dum discover --network runs/network --dataset mnist --tasks 0-9 --alpha 1e-3 --epochs 5 --out runs/digits
  dum discover --network runs/network --dataset mnist --tasks 0-3 round=0,6,8,9 --controls 0 --out runs/round`;

/** `dum discover`: finds the subnetworks of tasks. */
export const defineDiscover: DefineCommand = (program, run) => {
  const command = program
    .command('discover')
    .summary('find the subnetworks of tasks')
    .description('Finds the units of a trained network that each task needs; --out gets masks.json and summary.json.');
  addOption(command, '--network <folder>', 'a network that train saved, or any other of TensorFlow.js', text('a folder'), 'required');
  addDataOptions(command);
  addOption(command, '--out <folder>', 'where the results go', text('a folder'), 'required');
  command.option('--tasks <tasks...>', 'the tasks (default: each class)');
  addMethod(command);
  addPriceOptions(command);
  addDiscoveryOptions(command);
  addOption(
    command,
    '--controls <draws>',
    `random masks of the same size to compare with; 0 for none (default: ${startSettings.controls})`,
    wholeNumber(0),
  );
  addOption(
    command,
    '--validation <count>',
    'held-out samples, which figures are of and which --patience uses (default: those that train held out)',
    wholeNumber(1),
  );
  addSharedOptions(command);
  command.addHelpText('after', examples);
  command.action((options: DiscoverOptions) => run('discover', options, (session) => discover(session, options)));
};

const discover = async (session: Session, given: DiscoverOptions): Promise<number> => {
  const { method = 'learned' } = given;
  const baseline = method === 'learned' ? undefined : readBaselineOptions(method, given);
  const options = { ...readDiscoveryOptions(given), seed: session.seed };
  const config = searchConfigOf(options);
  const odd = oddAlpha(config.alpha);
  if (odd !== undefined) session.note(odd);
  await requireOut(given.out, 'masks');
  const { backend, network, data, split, tasks, wholeNetwork } = await openSearch(session, given);

  const found =
    baseline === undefined
      ? await findSubnetworks(session, network, tasks, options, given.threads)
      : await selectByBaseline(session, network, tasks, baseline.options);
  const { controls: draws = startSettings.controls } = given;
  const results = await measureTasks(session, network, found.result, {
    split: split.validation,
    wholeNetwork,
    controls: { draws, ...fittingOf(searchedAs(config, found.result)), seed: session.seed, data: split },
  });
  const contents = {
    command: session.typed,
    backend,
    seconds: { discovery: found.seconds },
    network: { fingerprint: await fingerprintNetwork(network) },
    versions: versions(),
    seed: session.seed,
    dataset: data.name,
    search: baseline === undefined ? searchedAs(config, found.result) : null,
    settings: {
      method,
      ...baseline?.settings,
      trainingSamples: split.train.count,
      validationSamples: split.validation.count,
      controls: draws,
    },
    tasks: results.map((result) => taskSummary(result, 'validation')),
  };
  const summary = searchSummary.make(contents, { name: join(given.out, 'summary.json') });
  const where = await saveSearch(session, given.out, found.result, summary);
  await keepPixelRange(session, network, given.network, data, given.pixelRange);
  network.dispose();
  session.printResult(summary, () => `${taskTable(results)}\n\nFigures are of ${split.validation.count} validation samples. ${where}`);
  return exitCodeOf(results);
};
