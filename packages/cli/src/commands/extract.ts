import { join } from 'node:path';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { takeFirst } from '@dum/datasets';
import { DumError, exitCodes } from '@dum/errors';
import { describeInput, inputOf } from '@dum/experiments';
import { loadNetwork, loadSubnetworks, saveNetwork, writeJson } from '@dum/experiments/store';
import { type Certificate, extractSubnetwork, fingerprintNetwork } from '@dum/masks';
import { addOption } from '../arguments/add-option.js';
import { text } from '../arguments/argument-kind.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { loadData } from '../data/load-data.js';
import { requireSameInput } from '../data/require-same-input.js';
import { chooseTask } from '../results/choose-task.js';
import { extractionNotes, extractionTable } from '../results/extraction-table.js';
import { measureLatency } from '../results/latency.js';
import { requireOut } from '../results/require-out.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';

interface ExtractOptions extends SharedOptions {
  readonly network: string;
  readonly masks: string;
  readonly task: string;
  readonly out: string;
  readonly dataset?: string;
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
  addOption(
    command,
    '--dataset <name>',
    'compare on its test samples too: mnist, a folder of IDX files, or an .npz file',
    text('mnist or a path'),
  );
  addSharedOptions(command);
  command.addHelpText(
    'after',
    '\nTimes are medians of predictions on this machine. The exit code is 3 when the two networks differ.\n\nExamples:\n  dum extract --network runs/network --masks runs/digits/masks.json --task 0 --out runs/zero\n  dum extract --network runs/network --masks runs/digits/masks.json --task 0 --dataset mnist --out runs/zero --json',
  );
  command.action((options: ExtractOptions) => run('extract', options, (session) => extract(session, options)));
};

const extract = async (session: Session, { network: folder, masks, task, out, dataset, limit }: ExtractOptions): Promise<number> => {
  await requireOut(out, 'network');
  const backend = await session.openBackend();
  const network = await loadNetwork(folder);
  const fingerprint = await fingerprintNetwork(network);
  const [subnetwork] = chooseTask(await loadSubnetworks(masks, { network: fingerprint }), task, masks);
  const x = dataset === undefined ? undefined : await realInput(session, network, dataset, limit);
  const { result: extracted } = await session.phase(
    `extract "${task}"`,
    () => extractSubnetwork(network, subnetwork!, { seed: session.seed, ...(x === undefined ? {} : { x }) }),
    ({ certificate: { units } }) => `${units.after} of ${units.before} units`,
  );
  x?.dispose();
  const { certificate } = extracted;
  const remembered = inputOf(network);
  if (remembered !== undefined) describeInput(extracted.network, { ...remembered, classNames: subnetwork!.readOut.classNames });
  const { result: latency } = await session.phase('time both networks', async () => [
    await measureLatency(session.io.now, network, extracted.network, 256, session.signal),
    await measureLatency(session.io.now, network, extracted.network, 1, session.signal),
  ]);
  const same = isSame(certificate);
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
  };
  session.signal.throwIfAborted();
  if (same) {
    await saveNetwork(extracted.network, out);
    await writeJson(join(out, 'summary.json'), summary);
  } else
    session.note(`the extracted network differs from the masked one by more than ${tolerance} of the largest output, so it is not written`);
  network.dispose();
  extracted.network.dispose();
  session.printResult(
    summary,
    () => `${extractionTable(certificate, latency)}\n\n${extractionNotes(certificate)}${same ? `\nThe network is in ${out}.` : ''}`,
  );
  return same ? 0 : exitCodes['failed-results'];
};

const isSame = ({ logits, outputs }: Certificate): boolean =>
  [outputs, ...(logits === undefined ? [] : [logits])].every(({ difference, largest }) => difference <= tolerance * largest);

/** Test samples of a dataset that the network was trained for, as its input. */
const realInput = async (session: Session, network: LayersModel, name: string, limit: number | undefined): Promise<Tensor> => {
  const data = await loadData(session, name, limit);
  requireSameInput(network, data, { note: session.note, classes: false });
  const { x, count } = takeFirst(data.test, realSamples);
  const shape = network.inputs[0]!.shape.slice(1) as number[];
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (network.inputs.length === 1 && size * count === x.length) return tensor(x, [count, ...shape]);
  throw new DumError(
    'bad-input',
    `the network takes samples of shape [${shape.join(', ')}]; "${name}" has [${data.sampleShape.join(', ')}]; give the data that it was trained on`,
  );
};
