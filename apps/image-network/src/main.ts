import { join } from 'node:path';
import { useBackend } from '@dum/backend';
import { DumError, exitCodes } from '@dum/errors';
import { readArguments } from './arguments.js';
import { openCifar10 } from './open-cifar-10.js';
import { openNetwork } from './open-network.js';
import { openPhotos } from './open-photos.js';
import { publishSheet, writePage } from './page.js';
import { record } from './results.js';
import { settings } from './settings.js';
import { study } from './study.js';
import { findChromium } from './time-in-chromium.js';
import { tablesOf } from './tables.js';

const log = (line: string) => console.log(line);

try {
  // pnpm runs scripts in the folder of their package, and says where it was called
  const given = readArguments(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  const { data, convolutions, measuredOn, isRecorded } = given;
  await useBackend();
  const chosen = { ...settings[data], ...(convolutions === undefined ? {} : { convolutions }) };
  const network = await openNetwork(given.network, chosen.sizes.side);
  const samples = await (data === 'photos' ? openPhotos : openCifar10)(given.folder, chosen.sizes);
  const out = join(given.out, data);
  const chromium = findChromium();
  if (chromium === undefined) log('Nothing is timed in Chromium: install it, or set CHROMIUM_PATH to it.');
  const results = await study({ network, samples, settings: chosen, measuredOn, chromium, out, log });
  log(`\n${tablesOf(results)}\n\nMasks, pictures and networks are in ${out}.`);
  if (isRecorded) {
    await writePage(await record(data, results));
    if (data === 'cifar-10') await publishSheet(join(out, 'strongest.jpg'));
  }
} catch (error) {
  if (!(error instanceof DumError)) throw error;
  process.stderr.write(`image-network: ${error.message}\n`);
  process.exitCode = exitCodes[error.code];
}
