// What each process of ours starts and ends with.
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { useBackend } from '@dum/backend';

const require = createRequire(import.meta.url);

export const readSettings = () => JSON.parse(process.argv[2]);

export const seconds = () => performance.now() / 1000;

/** Starts the backend that the settings name, and no other. */
export const openBackend = async ({ backend }) => (await useBackend(backend)).name;

export const report = (result) => {
  const versions = { node: process.version, tfjs: require('@tensorflow/tfjs-core/package.json').version };
  const peakMemoryMB = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ ...result, versions, peakMemoryMB, cores: availableParallelism() }));
};
