import { basename, dirname, extname } from 'node:path';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { writeFiles } from '@dum/errors/node';
import { inputOf } from '@dum/experiments';
import { loadNetwork } from '@dum/experiments/store';
import { exportFormats, type ExportFormat, exportKeras } from '@dum/keras';
import { fingerprintNetwork, flattenNetwork } from '@dum/masks';
import { addOption } from '../arguments/add-option.js';
import { oneOf, text } from '../arguments/argument-kind.js';
import { rangeText } from '../arguments/data-options.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { requireOutFile } from '../files/require-out.js';
import type { DefineCommand } from '../run-command.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';

interface ExportOptions extends SharedOptions {
  readonly network: string;
  readonly out: string;
  readonly format?: ExportFormat;
}

/** The file endings by which Keras and NumPy recognise formats. */
const endings: Readonly<Record<ExportFormat, string>> = { 'keras-h5': '.h5', npz: '.npz' };

/** `dum export`: writes a network as a file for Keras, or its weights for NumPy. */
export const defineExport: DefineCommand = (program, run) => {
  const command = program
    .command('export')
    .summary('write a network for Keras or NumPy')
    .description(
      'Writes a network as one file: an .h5 that Keras 2 and 3 load, or an .npz of its weights. Layers that Keras lacks or computes differently are refused by name.',
    );
  addOption(command, '--network <folder>', 'the network', text('a folder'), 'required');
  addOption(command, '--out <file>', 'the file, which ends in .h5 or .npz', text('a file'), 'required');
  addOption(command, '--format <name>', 'keras-h5 or npz (default: by the ending of --out)', oneOf(exportFormats));
  addSharedOptions(command);
  command.addHelpText(
    'after',
    '\nIn Python: keras.models.load_model("zero.h5", compile=False), or numpy.load("zero.npz")["dense/kernel"].\nA network with masks in it cannot be exported; cut the subnetwork out first, with dum extract.\n\nExamples:\n  dum export --network runs/zero --out runs/zero.h5\n  dum export --network runs/zero --format npz --out runs/zero.npz',
  );
  command.action((options: ExportOptions) => run('export', options, (session) => exportNetwork(session, options)));
};

const formatFor = ({ out, format }: ExportOptions): ExportFormat => {
  const ending = extname(out).toLowerCase();
  const said = exportFormats.find((name) => endings[name] === ending);
  if (said === undefined || (format !== undefined && format !== said)) {
    const expected = format === undefined ? exportFormats.map((name) => endings[name]).join(' or ') : endings[format];
    throw new DumError('bad-input', `--out is ${out}; expected a file that ends in ${expected}, the ending of its format`);
  }
  return said;
};

const exportNetwork = async (session: Session, options: ExportOptions): Promise<number> => {
  const { network: folder, out } = options;
  const format = formatFor(options);
  await requireOutFile(out);
  const backend = await session.openBackend();
  const network = await loadNetwork(folder);
  const nested = network.layers.some((layer) => layer instanceof LayersModel);
  const flat = nested ? flattenNetwork(network) : network;
  const { bytes, notes } = await exportKeras(flat, { format });
  const remembered = inputOf(network);
  const all = [
    ...(nested ? ['nested networks are flattened'] : []),
    ...notes,
    ...(remembered === undefined ? [] : [`the file does not record the range of inputs, ${rangeText(remembered.range)}`]),
  ];
  for (const note of all) session.note(note);
  const summary = {
    backend,
    file: out,
    format,
    bytes: bytes.length,
    notes: all,
    network: { fingerprint: await fingerprintNetwork(network), parameters: network.countParams() },
    versions: versions(),
  };
  session.signal.throwIfAborted();
  await writeFiles(dirname(out), { [basename(out)]: bytes });
  session.printResult(summary, () => `${summary.network.parameters} parameters, ${bytes.length} bytes; the file is ${out}`);
  if (nested) flat.dispose();
  network.dispose();
  return 0;
};
