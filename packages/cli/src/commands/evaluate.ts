import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { inputOf } from '@dum/experiments';
import { loadNetwork, loadSubnetworks } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import type { Subnetwork } from '@dum/masks/mask-set';
import { evaluation, type NetworkInput } from '@dum/runs';
import { addOption } from '../arguments/add-option.js';
import { text, wholeNumber } from '../arguments/argument-kind.js';
import { addDataOptions, type DataOptions } from '../arguments/data-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { loadData } from '../data/load-data.js';
import { loadSplit } from '../data/load-split.js';
import { keepPixelRange } from '../data/network-range.js';
import { asNetworkTakes } from '../data/as-network-takes.js';
import { requireSameClasses } from '../data/require-same-classes.js';
import { answersClasses, requireSameInput } from '../data/require-same-input.js';
import { chooseTask } from '../steps/choose-task.js';
import { controlSettingsFor } from '../files/control-settings.js';
import { asFound } from '../steps/find-subnetworks.js';
import { type EvaluatedRow, evaluationTable, measureNetwork, rowsOf } from '../steps/measure-network.js';
import { checkNotes } from '../tables/check-notes.js';
import { oddStatuses } from '../tables/odd-statuses.js';
import { searchSettingsOf } from '../files/search-beside.js';
import { type ControlSettings, measureTasks, type TaskResult } from '../steps/measure-tasks.js';
import { taskTable } from '../tables/task-table.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';

interface EvaluateOptions extends SharedOptions, DataOptions {
  readonly network: string;
  readonly masks?: string;
  readonly task?: string;
  readonly controls?: number;
}

const explanation = `
With --controls, linear probes of random masks are fitted like those of --masks: on the samples that train did
not hold out, for as many epochs, and with the seed of the search unless --seed is given. For masks that were
found with the network's own head, that head reads the controls too. The table is then that of discover, and
--json has all figures of each draw.

With more than two classes, precision, recall, F1 and ROC AUC are macro-averaged: means over the classes.
--json has them for each class (classes), and the numbers of the kept units of each layer (keptIndices).

Examples:
  dum evaluate --network runs/network --dataset mnist
  dum evaluate --network runs/network --masks runs/digits/masks.json --task 0 --dataset mnist
  dum evaluate --network runs/network --masks runs/digits/masks.json --dataset mnist --controls 5
  dum evaluate --network runs/imported --dataset cifar-10 --pixel-range 0-255 --limit 2000`;

/** `dum evaluate`: measures a network or its subnetworks on the test split. */
export const defineEvaluate: DefineCommand = (program, run) => {
  const command = program
    .command('evaluate')
    .summary('measure a network or subnetworks on the test split')
    .description(
      "Measures on the test split: a network and its answer for each class, an extracted network on its task, or subnetworks beside the network's own answers and random masks.",
    );
  addOption(command, '--network <folder>', 'the network', text('a folder'), 'required');
  addDataOptions(command);
  addOption(command, '--masks <file>', 'a masks.json that discover wrote', text('a file'));
  addOption(command, '--task <name>', 'only this task of --masks', text('the name of a task'));
  addOption(command, '--controls <draws>', 'random masks of the same size to compare --masks with (default: 0)', wholeNumber(0));
  addSharedOptions(command);
  command.addHelpText('after', explanation);
  command.action((options: EvaluateOptions) => run('evaluate', options, (session) => evaluate(session, options)));
};

const evaluate = async (session: Session, options: EvaluateOptions): Promise<number> => {
  const { network: folder, masks, task, controls: draws = 0, ...wanted } = options;
  if (masks === undefined) {
    if (task !== undefined) throw new DumError('bad-input', '--task names a task of --masks, which is not given; give both');
    if (options.controls !== undefined)
      throw new DumError('bad-input', '--controls draws masks of the sizes of those in --masks, which is not given; give both');
  }
  const backend = await session.openBackend();
  const network = await loadNetwork(folder);
  const subnetworks =
    masks === undefined ? undefined : chooseTask(await loadSubnetworks(masks, { network: await fingerprintNetwork(network) }), task, masks);
  const { pixelRange } = wanted;
  const asWanted = await asNetworkTakes(network, wanted);
  const found = masks === undefined || draws === 0 ? undefined : await searchSettingsOf(masks);
  const seed = options.seed ?? found?.seed ?? session.seed;
  const { data, split } =
    found === undefined
      ? { data: await loadData(session, asWanted), split: undefined }
      : await loadSplit(session, { network, folder }, asWanted, { seed });
  const remembered = requireSameInput(network, data, {
    note: session.note,
    classes: subnetworks === undefined && inputOf(network)?.classOf === undefined,
    pixelRange,
  });
  const controls =
    split === undefined || found === undefined ? undefined : controlSettingsFor(session, found, { draws, seed, data: split });
  const results = subnetworks === undefined ? undefined : await measureMasks(session, network, subnetworks, { data, remembered, controls });
  const rows = results === undefined ? await rowsOfNetwork(session, network, data, remembered) : rowsOf(results);
  const { count } = data.test;
  const contents = {
    backend,
    versions: versions(),
    dataset: data.name,
    split: 'test' as const,
    samples: count,
    ...(controls === undefined ? {} : { seed, settings: controlsSummary(controls) }),
    ...(subnetworks === undefined ? { network: rows } : { tasks: rows }),
  };
  session.printResult(evaluation.make(contents, { name: 'evaluate' }), () => {
    const table =
      results === undefined || controls === undefined
        ? `${evaluationTable(rows)}\n${oddStatuses(rows)}${checkNotes((subnetworks ?? []).map(({ task: name, check }) => ({ name, check })))}`
        : `${taskTable(results)}\n`;
    return `${table}\nFigures are of ${count} test samples.`;
  });
  await keepPixelRange(session, network, folder, data, pixelRange);
  network.dispose();
  return 0;
};

/** Measures subnetworks on the test split, each beside its controls and the network's own answer to its task, if it has one. */
const measureMasks = async (
  session: Session,
  network: LayersModel,
  subnetworks: readonly Subnetwork[],
  {
    data,
    remembered,
    controls,
  }: { readonly data: Dataset; readonly remembered: NetworkInput | undefined; readonly controls: ControlSettings | undefined },
): Promise<TaskResult[]> => {
  for (const subnetwork of subnetworks) requireSameClasses(`task "${subnetwork.task}" was found`, subnetwork, data);
  const wholeNetwork = answersClasses(network, remembered, data);
  if (!wholeNetwork) session.note(`the network's outputs are not the classes of "${data.name}", so its own answers are left out`);
  return measureTasks(session, network, subnetworks.map(asFound), { split: data.test, wholeNetwork, controls });
};

const rowsOfNetwork = async (
  { phase }: Session,
  network: LayersModel,
  data: Dataset,
  remembered: NetworkInput | undefined,
): Promise<EvaluatedRow[]> => {
  const { result } = await phase('evaluate on the test split', () => measureNetwork(network, data, remembered));
  return result;
};

const controlsSummary = ({ draws, readOutEpochs, batchSize, data }: ControlSettings) => ({
  controls: draws,
  readOutEpochs,
  ...(batchSize === undefined ? {} : { batchSize }),
  trainingSamples: data.train.count,
});
