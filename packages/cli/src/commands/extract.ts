import { join } from 'node:path';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Dataset, takeFirst } from '@dum/datasets';
import { DumError, exitCodes } from '@dum/errors';
import { describeInput, inputOf } from '@dum/experiments';
import { loadNetwork, loadSubnetworks, saveNetwork, writeJson } from '@dum/experiments/store';
import { type Certificate, extractSubnetwork, fingerprintNetwork } from '@dum/masks';
import type { Subnetwork } from '@dum/masks/mask-set';
import { addOption } from '../arguments/add-option.js';
import { aboveZero, text, wholeNumber } from '../arguments/argument-kind.js';
import { addDataOptions, type DataOptions } from '../arguments/data-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { loadData } from '../data/load-data.js';
import { keepPixelRange, pixelRangeFor } from '../data/network-range.js';
import { requireSameInput } from '../data/require-same-input.js';
import { chooseTask } from '../results/choose-task.js';
import { extractionNotes, extractionTable } from '../results/extraction-table.js';
import { fineTune, fineTuningNote } from '../results/fine-tuning.js';
import { measureLatency } from '../results/latency.js';
import { requireOut } from '../results/require-out.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';

interface ExtractOptions extends SharedOptions, Partial<DataOptions> {
  readonly network: string;
  readonly masks: string;
  readonly task: string;
  readonly out: string;
  readonly fineTune?: number;
  readonly learningRate?: number;
  readonly validation?: number;
}

/** The largest difference, of the largest output, with which two networks still are the same. */
const tolerance = 1e-5;

/** Real samples that the two networks are compared on. */
const realSamples = 256;

/** `dum extract`: cuts a subnetwork out as a smaller network. */
export const defineExtract: DefineCommand = (program, run) => {
  const command = program
    .command('extract')
    .summary('cut a subnetwork out as a smaller network')
    .description(
      'Cuts the subnetwork of a task out of its network: a smaller network of plain TensorFlow.js layers, checked against the masked one; --out gets model.json with its weights, and summary.json.',
    );
  addOption(command, '--network <folder>', 'the network', text('a folder'), 'required');
  addOption(command, '--masks <file>', 'a masks.json that discover wrote', text('a file'), 'required');
  addOption(command, '--task <name>', 'which task of --masks', text('the name of a task'), 'required');
  addOption(command, '--out <folder>', 'where the smaller network goes', text('a folder'), 'required');
  addDataOptions(command, 'optional');
  addOption(
    command,
    '--fine-tune <epochs>',
    'train what was cut out on the task, and keep the best epoch; needs --dataset',
    wholeNumber(1),
  );
  addOption(command, '--learning-rate <number>', "Adam's rate at the start of --fine-tune (default: 5e-4)", aboveZero);
  addOption(
    command,
    '--validation <count>',
    'samples held out, by which --fine-tune chooses (default: a twelfth, at most 5000)',
    wholeNumber(1),
  );
  addSharedOptions(command);
  command.addHelpText(
    'after',
    '\nWith --dataset the two are compared on its test samples too. Times are medians on this machine. The exit code is 3 when the\ntwo networks differ. Take the --seed and --validation of the training for --fine-tune.\n\nExamples:\n  dum extract --network runs/network --masks runs/digits/masks.json --task 0 --out runs/zero\n  dum extract --network runs/network --masks runs/digits/masks.json --task 0 --dataset mnist --fine-tune 3 --out runs/zero',
  );
  command.action((options: ExtractOptions) => run('extract', options, (session) => extract(session, options)));
};

const extract = async (session: Session, options: ExtractOptions): Promise<number> => {
  const { network: folder, masks, task, out } = options;
  requireDatasetFor(options);
  await requireOut(out, 'network');
  const backend = await session.openBackend();
  const network = await loadNetwork(folder);
  const fingerprint = await fingerprintNetwork(network);
  const [subnetwork] = chooseTask(await loadSubnetworks(masks, { network: fingerprint }), task, masks) as readonly [Subnetwork];
  const data = await dataFor(session, network, options);
  const x = data === undefined ? undefined : realInput(network, data);
  const { result: extracted } = await session.phase(
    `extract "${task}"`,
    () => extractSubnetwork(network, subnetwork, { seed: session.seed, ...(x === undefined ? {} : { x }) }),
    ({ certificate: { units } }) => `${units.after} of ${units.before} units`,
  );
  x?.dispose();
  const { certificate } = extracted;
  const remembered = inputOf(network);
  if (remembered !== undefined) describeInput(extracted.network, { ...remembered, classNames: subnetwork.readOut.classNames });
  const { result: latency } = await session.phase('time both networks', async () => [
    await measureLatency(session.io.now, network, extracted.network, 256, session.signal),
    await measureLatency(session.io.now, network, extracted.network, 1, session.signal),
  ]);
  const same = isSame(certificate);
  const { fineTune: epochs } = options;
  const fineTuning =
    same && data !== undefined && epochs !== undefined
      ? await fineTune(session, extracted.network, subnetwork, data, { ...options, epochs })
      : undefined;
  const summary = {
    backend,
    versions: versions(),
    seed: session.seed,
    task,
    source: { fingerprint },
    network: { fingerprint: await fingerprintNetwork(extracted.network) },
    same,
    certificate,
    latency,
    ...(fineTuning === undefined ? {} : { fineTuning }),
  };
  session.signal.throwIfAborted();
  if (same) {
    await saveNetwork(extracted.network, out);
    await writeJson(join(out, 'summary.json'), summary);
  } else
    session.note(`the extracted network differs from the masked one by more than ${tolerance} of the largest output, so it is not written`);
  network.dispose();
  extracted.network.dispose();
  session.printResult(summary, () =>
    [
      `${extractionTable(certificate, latency)}\n`,
      extractionNotes(certificate),
      ...(fineTuning === undefined ? [] : [fineTuningNote(fineTuning)]),
      ...(same ? [`The network is in ${out}.`] : []),
    ].join('\n'),
  );
  return same ? 0 : exitCodes['failed-results'];
};

const isSame = ({ logits, outputs }: Certificate): boolean =>
  [outputs, ...(logits === undefined ? [] : [logits])].every(({ difference, largest }) => difference <= tolerance * largest);

const requireDatasetFor = ({ dataset, fineTune: epochs, learningRate, validation, data, pixelRange }: ExtractOptions): void => {
  const needs = Object.entries({ '--fine-tune': epochs, '--data': data, '--pixel-range': pixelRange }).find(
    ([, value]) => value !== undefined,
  );
  if (dataset === undefined && needs !== undefined)
    throw new DumError('bad-input', `${needs[0]} needs --dataset, which is not given; give both`);
  const tuned = Object.entries({ '--learning-rate': learningRate, '--validation': validation }).find(([, value]) => value !== undefined);
  if (epochs === undefined && tuned !== undefined)
    throw new DumError('bad-input', `${tuned[0]} is of --fine-tune, which is not given; give both`);
};

/** The data that is named, in the scale that the network takes; undefined when none is. */
const dataFor = async (session: Session, network: LayersModel, options: ExtractOptions): Promise<Dataset | undefined> => {
  const { dataset, pixelRange } = options;
  if (dataset === undefined) return undefined;
  const data = await loadData(session, { ...options, dataset, pixelRange: pixelRangeFor(network, pixelRange) });
  requireSameInput(network, data, { note: session.note, classes: false, pixelRange });
  await keepPixelRange(session, network, options.network, data, pixelRange);
  return data;
};

/** Test samples as the network's input. */
const realInput = (network: LayersModel, { test, sampleShape, name }: Dataset): Tensor => {
  const { x, count } = takeFirst(test, realSamples);
  const shape = network.inputs[0]!.shape.slice(1) as number[];
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (network.inputs.length === 1 && size * count === x.length) return tensor(x, [count, ...shape]);
  throw new DumError(
    'bad-input',
    `the network takes samples of shape [${shape.join(', ')}]; "${name}" has [${sampleShape.join(', ')}]; give the data that it was trained on`,
  );
};
