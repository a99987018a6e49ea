// Trains a network on a folder of pictures that is larger than memory, and searches it: `node bench/pictures.js` after a build.
// Prints the seconds and the peak memory of each command.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawPictures, hueOf, nameOf } from './draw-pictures.js';
import { runProcess } from './run-process.js';

const { values } = parseArgs({
  options: {
    classes: { type: 'string', default: '1000' },
    pictures: { type: 'string', default: '20' },
    size: { type: 'string', default: '96' },
    network: { type: 'string', default: 'conv:4,8' },
    epochs: { type: 'string', default: '1' },
    batch: { type: 'string', default: '32' },
    keep: { type: 'string' },
  },
});
const [classes, pictures, size] = [values.classes, values.pictures, values.size].map(Number);
const dum = join(dirname(createRequire(import.meta.url).resolve('@dum/cli/package.json')), 'bin', 'dum.js');
const preload = fileURLToPath(new URL('keep-peak.js', import.meta.url));

/** Runs a command in a process of its own. */
const measure = async (folder, command, ...args) => {
  const peak = join(folder, 'peak');
  const start = performance.now();
  await runProcess(process.execPath, ['--import', preload, dum, command, ...args], { env: { DUM_BENCH_PEAK: peak } });
  return { command, seconds: (performance.now() - start) / 1000, peakMemoryMB: Number(await readFile(peak, 'utf8')) };
};

const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'dum-pictures-')));
try {
  const drawn = join(folder, 'pictures');
  await drawPictures(drawn, { classes, pictures, size });
  const network = join(folder, 'network');
  const shared = [
    '--dataset',
    drawn,
    '--epochs',
    values.epochs,
    '--batch-size',
    values.batch,
    '--validation',
    `${Math.max(classes, Math.round((classes * pictures) / 12))}`,
  ];
  const hues = [0, 3, 7].map(
    (hue) =>
      `hue${hue}=${Array.from({ length: classes }, (_, label) => label)
        .filter((label) => hueOf(label) === hue)
        .map(nameOf)}`,
  );
  const runs = [await measure(folder, 'train', ...shared, '--network', values.network, '--out', network)];
  runs.push(
    await measure(
      folder,
      'discover',
      ...shared,
      '--network',
      network,
      '--tasks',
      ...hues,
      '--controls',
      '0',
      '--out',
      join(folder, 'found'),
    ),
  );
  const asNumbers = (classes * pictures * size * size * 3 * 4) / 2 ** 20;
  process.stdout.write(`${JSON.stringify({ classes, pictures: classes * pictures, size, asNumbersMB: asNumbers, runs })}\n`);
} finally {
  if (values.keep === undefined) await rm(folder, { recursive: true });
}
