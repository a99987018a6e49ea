import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset, TaskData } from '@dum/datasets';
import { DumError, exitCodes } from '@dum/errors';
import { writeJson } from '@dum/errors/node';
import { loadNetwork, loadSubnetworks, saveNetwork } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { extractionsSummary, extractionSummary } from '@dum/runs';
import { addOption } from '../arguments/add-option.js';
import { aboveZero, text, wholeNumber } from '../arguments/argument-kind.js';
import { addDataOptions, type DataOptions } from '../arguments/data-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { loadData } from '../data/load-data.js';
import { loadSplit } from '../data/load-split.js';
import { keepPixelRange } from '../data/network-range.js';
import { asNetworkTakes } from '../data/as-network-takes.js';
import { requireSameInput } from '../data/require-same-input.js';
import { chooseTask } from '../steps/choose-task.js';
import { type ExtractedTask, extractionOf, extractTask, tolerance } from '../steps/extract-task.js';
import { extractionNotes, extractionTable } from '../tables/extraction-table.js';
import { extractionsTable, testNote } from '../tables/extractions-table.js';
import { fineTuningNote, requireNewHeads } from '../steps/fine-tune.js';
import { requireOut } from '../files/require-out.js';
import { taskFolders } from '../files/task-folders.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';

interface ExtractOptions extends SharedOptions, Partial<DataOptions> {
  readonly network: string;
  readonly masks: string;
  readonly task?: string;
  readonly out: string;
  readonly dropInputs?: true;
  readonly fineTune?: number;
  readonly learningRate?: number;
  readonly validation?: number;
}

const examples = `
Without --task every task of --masks gets its own folder in --out, and one table shows them all. With
--dataset each network is also compared with the masked one on test samples, and both are measured on the
test split. Times are medians on this machine; the whole and the extracted network run in turn. The exit code
is 3 when two networks differ. --fine-tune chooses by the samples that train held out, for any --seed.

Examples:
  dum extract --network runs/network --masks runs/digits/masks.json --dataset mnist --out runs/digit-networks
  dum extract --network runs/network --masks runs/digits/masks.json --task 0 --out runs/zero
  dum extract --network runs/network --masks runs/digits/masks.json --task 0 --dataset mnist --fine-tune 3 --out runs/zero`;

/** `dum extract`: cuts subnetworks out as smaller networks. */
export const defineExtract: DefineCommand = (program, run) => {
  const command = program
    .command('extract')
    .summary('cut subnetworks out as smaller networks')
    .description(
      'Cuts the subnetworks of tasks out of their network: smaller networks of plain TensorFlow.js layers, checked against the masked one; --out gets model.json with its weights, and summary.json.',
    );
  addOption(command, '--network <folder>', 'the network', text('a folder'), 'required');
  addOption(command, '--masks <file>', 'a masks.json that discover wrote', text('a file'), 'required');
  addOption(command, '--task <name>', 'a task of --masks (default: each, in its own folder)', text('the name of a task'));
  addOption(command, '--out <folder>', 'where the smaller networks go', text('a folder'), 'required');
  command.option('--drop-inputs', 'also remove input features that are not read; summary.json lists those that remain');
  addDataOptions(command, 'optional');
  addOption(
    command,
    '--fine-tune <epochs>',
    'train the extracted network on its task, and keep the best epoch; needs --dataset',
    wholeNumber(1),
  );
  addOption(command, '--learning-rate <number>', "Adam's learning rate at the start of --fine-tune (default: 5e-4)", aboveZero);
  addOption(
    command,
    '--validation <count>',
    'held-out samples, by which --fine-tune chooses (default: those that train held out)',
    wholeNumber(1),
  );
  addSharedOptions(command);
  command.addHelpText('after', examples);
  command.action((options: ExtractOptions) => run('extract', options, (session) => extract(session, options)));
};

const extract = async (session: Session, options: ExtractOptions): Promise<number> => {
  const { network: folder, masks, task, out, dropInputs = false, fineTune: epochs } = options;
  requireDatasetFor(options);
  await requireOut(out, 'network');
  if (task === undefined) await requireOut(out, 'masks');
  const backend = await session.openBackend();
  const network = await loadNetwork(folder);
  const fingerprint = await fingerprintNetwork(network);
  const subnetworks = chooseTask(await loadSubnetworks(masks, { network: fingerprint }), task, masks);
  if (epochs !== undefined) requireNewHeads(subnetworks);
  const folders = task === undefined ? taskFolders(subnetworks, out) : [out];
  for (const each of folders) await requireOut(each, 'network');
  const { data, split } = await dataFor(session, network, options);
  const fineTuning = epochs === undefined || split === undefined ? undefined : { ...options, split, epochs };
  const about = { backend, versions: versions(), seed: session.seed, source: { fingerprint } };
  const summaryOf = (found: ExtractedTask, at: string) =>
    extractionSummary.make({ ...about, ...extractionOf(found, dropInputs) }, { name: join(at, 'summary.json') });
  const extracted: ExtractedTask[] = [];
  for (const [index, subnetwork] of subnetworks.entries()) {
    const found = await extractTask(session, network, subnetwork, { data, dropInputs, fineTuning });
    session.signal.throwIfAborted();
    await saveExtracted(session, found, folders[index]!, summaryOf(found, folders[index]!));
    found.network.dispose();
    extracted.push(found);
  }
  network.dispose();
  const [first] = extracted as [ExtractedTask];
  if (task === undefined) {
    const file = join(out, 'summary.json');
    const summary = extractionsSummary.make({ ...about, tasks: extracted.map((found) => extractionOf(found, dropInputs)) }, { name: file });
    await writeJson(file, summary);
    session.printResult(summary, () => reportAll(extracted, out));
  } else {
    session.printResult(summaryOf(first, out), () => reportOne(first, out));
  }
  return extracted.every(({ same }) => same) ? 0 : exitCodes['failed-results'];
};

/** Writes a network that equals the masked one, with its summary; reports one that differs. */
const saveExtracted = async (session: Session, { task, network, same }: ExtractedTask, folder: string, summary: unknown): Promise<void> => {
  if (same) {
    await saveNetwork(network, folder);
    await writeJson(join(folder, 'summary.json'), summary);
    session.kept = 'the networks that are written are kept';
    return;
  }
  session.note(
    `the network of "${task}" differs from the masked one by more than ${tolerance} of the largest output, so it is not written`,
  );
};

const reportOne = ({ certificate, latency, test, same, fineTuning }: ExtractedTask, out: string): string =>
  [
    `${extractionTable(certificate, latency)}\n`,
    extractionNotes(certificate),
    ...(test === undefined ? [] : [testNote(test)]),
    ...(fineTuning === undefined ? [] : [fineTuningNote(fineTuning, test?.fineTuned)]),
    ...(same ? [`The network is in ${out}.`] : []),
  ].join('\n');

const reportAll = (extracted: readonly ExtractedTask[], out: string): string =>
  [
    `${extractionsTable(extracted)}\n`,
    ...extracted.flatMap(({ task, fineTuning, test }) =>
      fineTuning === undefined ? [] : [`"${task}": ${fineTuningNote(fineTuning, test?.fineTuned)}`],
    ),
    `The networks are in folders of ${out} that have the names of their tasks.`,
  ].join('\n');

const requireDatasetFor = ({ dataset, fineTune: epochs, learningRate, validation, data, pixelRange }: ExtractOptions): void => {
  const needs = Object.entries({ '--fine-tune': epochs, '--data': data, '--pixel-range': pixelRange }).find(
    ([, value]) => value !== undefined,
  );
  if (dataset === undefined && needs !== undefined)
    throw new DumError('bad-input', `${needs[0]} needs --dataset, which is not given; give both`);
  const tuned = Object.entries({ '--learning-rate': learningRate, '--validation': validation }).find(([, value]) => value !== undefined);
  if (epochs === undefined && tuned !== undefined)
    throw new DumError('bad-input', `${tuned[0]} needs --fine-tune, which is not given; give both`);
};

/** Data, with the training split divided if that is needed. */
interface ExtractionData {
  readonly data?: Dataset;
  readonly split?: TaskData;
}

/** The data of `--dataset`, in the scale that the network takes; undefined without it. */
const dataFor = async (session: Session, network: LayersModel, options: ExtractOptions): Promise<ExtractionData> => {
  const { dataset, pixelRange, network: folder, fineTune: epochs, validation } = options;
  if (dataset === undefined) return {};
  const wanted = await asNetworkTakes(network, { ...options, dataset });
  const loaded: ExtractionData & { readonly data: Dataset } =
    epochs === undefined
      ? { data: await loadData(session, wanted) }
      : await loadSplit(session, { network, folder }, wanted, { validation, seed: session.seed });
  requireSameInput(network, loaded.data, { note: session.note, classes: false, pixelRange });
  await keepPixelRange(session, network, folder, loaded.data, pixelRange);
  return loaded;
};
