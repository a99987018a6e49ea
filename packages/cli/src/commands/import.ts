import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import { writeJson } from '@dum/errors/node';
import { describeInput } from '@dum/experiments';
import { saveNetwork } from '@dum/experiments/store';
import { importKeras } from '@dum/keras';
import { fingerprintNetwork } from '@dum/masks';
import { importSummary, type NetworkInput } from '@dum/runs';
import { addOption } from '../arguments/add-option.js';
import { range, text, textList, wholeNumber } from '../arguments/argument-kind.js';
import type { DefineCommand } from '../run-command.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { requireOut } from '../files/require-out.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';

interface ImportOptions extends SharedOptions {
  readonly out: string;
  readonly pixelRange?: readonly [number, number];
  readonly classNames?: readonly string[];
  readonly seconds?: number;
}

/** `dum import`: converts a Keras file to a network. */
export const defineImport: DefineCommand = (program, run) => {
  const command = program
    .command('import')
    .argument('<file>', 'a .keras or .h5 file of a whole model, or a model.json that tensorflowjs_converter made from one')
    .summary('convert a Keras file to a network')
    .description('Converts a file of Keras 2 or 3 to a network, without Python; --out gets model.json with its weights, and summary.json.');
  addOption(command, '--out <folder>', 'where the network goes', text('a folder'), 'required');
  addOption(
    command,
    '--pixel-range <range>',
    'the least and the greatest value of an input, such as 0-255; stored with the network',
    range,
  );
  addOption(
    command,
    '--class-names <names>',
    'the classes in the order of the outputs; stored with the network',
    textList('names separated by commas, such as cat,dog'),
  );
  addOption(command, '--seconds <count>', 'the time limit for reading the file (default: 60)', wholeNumber(1));
  addSharedOptions(command);
  command.addHelpText('after', '\nExample:\n  dum import model.keras --out runs/imported --pixel-range 0-255');
  command.action((file: string, options: ImportOptions) => run('import', options, (session) => importFile(session, file, options)));
};

const importFile = async (session: Session, file: string, options: ImportOptions): Promise<number> => {
  const { out, seconds, pixelRange, classNames } = options;
  if (classNames !== undefined && pixelRange === undefined) {
    throw new DumError('bad-input', '--class-names is stored together with --pixel-range, which is not given; give both');
  }
  await requireOut(out, 'network');
  const backend = await session.openBackend();
  const { result } = await session.phase(
    `read ${file}`,
    () => importKeras(file, { signal: session.signal, ...(seconds === undefined ? {} : { seconds }) }),
    ({ network, kerasVersion }) => `Keras ${kerasVersion}, ${network.countParams()} parameters`,
  );
  const { network, kerasVersion, notes } = result;
  for (const note of notes) session.note(note);
  const input = pixelRange === undefined ? undefined : inputFor(network, pixelRange, classNames);
  if (input === undefined) session.note('without --pixel-range, the range of inputs is not stored with the network');
  else describeInput(network, input);
  await saveNetwork(network, out);
  const summaryFile = join(out, 'summary.json');
  const summary = importSummary.make(
    {
      backend,
      file,
      kerasVersion,
      notes,
      input: input ?? null,
      network: {
        fingerprint: await fingerprintNetwork(network),
        parameters: network.countParams(),
        inputs: network.inputs.map(({ shape }) => shape.slice(1)),
        outputs: network.outputs.map(({ shape }) => shape.slice(1)),
      },
      versions: versions(),
    },
    { name: summaryFile },
  );
  await writeJson(summaryFile, summary);
  session.printResult(summary, () => `${summary.network.parameters} parameters; the network is in ${out}`);
  network.dispose();
  return 0;
};

/** The description that is stored with a network of one input and one output of known sizes. */
const inputFor = (network: LayersModel, given: readonly [number, number], classNames: readonly string[] | undefined): NetworkInput => {
  const [input, ...inputs] = network.inputs;
  const [output, ...outputs] = network.outputs;
  const shape = input!.shape.slice(1);
  if (inputs.length > 0 || outputs.length > 0 || shape.includes(null)) {
    const sizes = network.inputs
      .map(
        (one) =>
          `[${one.shape
            .slice(1)
            .map((size) => size ?? '?')
            .join(', ')}]`,
      )
      .join(', ');
    throw new DumError(
      'bad-input',
      `--pixel-range can be stored with one input of known size and one output; the network has inputs ${sizes} and ${network.outputs.length} outputs; leave it out`,
    );
  }
  const classes = output!.shape.at(-1);
  if (classNames !== undefined && classNames.length !== classes && !(classes === 1 && classNames.length === 2)) {
    throw new DumError(
      'bad-input',
      `--class-names has ${classNames.length} names, expected ${classes === 1 ? '2, for one output between no and yes' : `${classes}, one for each output of the network`}`,
    );
  }
  return { range: given, shape: shape as number[], classNames };
};
