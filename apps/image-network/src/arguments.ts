import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DumError, nearest } from '@dum/errors';
import type { DataName } from './settings.js';

/** How the study is called. */
const usage = `Usage: pnpm --filter @dum-apps/image-network start --network DIR [--photos DIR | --data cifar-10]

  --network DIR      Tiny Darknet for ImageNet: the folder of its model.json
  --photos DIR       photos of ImageNet's classes, such as n02085620_Chihuahua.JPEG
  --data cifar-10    CIFAR-10 instead, from data/cifar-10 or --cifar-10 DIR
  --convolutions N   masks the last N of its 15 convolutions with features; default 4, and all take about six times as long
  --measure SPLIT    test (default), or validation, which settings are chosen on
  --out DIR          where masks, pictures and smaller networks go; default runs/image-network
  --record           writes the figures into the page docs/image-network.md, too

apps/image-network/README.md says how to get the files.`;

/** The arguments of the study. */
export interface Arguments {
  readonly network: string;
  readonly data: DataName;
  /** The folder of the photos, or of CIFAR-10. */
  readonly folder: string;
  /** The number of last convolutions that are masked; default that of the settings. */
  readonly convolutions: number | undefined;
  readonly measuredOn: 'validation' | 'test';
  readonly out: string;
  readonly isRecorded: boolean;
}

const options = {
  network: { type: 'string' },
  photos: { type: 'string' },
  data: { type: 'string' },
  'cifar-10': { type: 'string' },
  convolutions: { type: 'string' },
  measure: { type: 'string', default: 'test' },
  out: { type: 'string', default: 'runs/image-network' },
  record: { type: 'boolean', default: false },
} as const;

const refuse = (message: string): never => {
  throw new DumError('bad-input', `${message}\n\n${usage}`);
};

/**
 * Reads the arguments; folders are relative to `from`. Throws `bad-input`, with the usage, for those that are missing or wrong, and where
 * there is no network in its folder.
 */
export const readArguments = (args: readonly string[], from: string): Arguments => {
  const { network, photos, data, 'cifar-10': cifar10, convolutions: last, measure, out, record } = parse(args);
  if (network === undefined)
    return refuse('--network is missing; expected the folder of Tiny Darknet, which apps/image-network/README.md says how to get');
  const folder = resolve(from, network);
  if (!existsSync(join(folder, 'model.json')))
    return refuse(`--network ${network} has no model.json; get Tiny Darknet as apps/image-network/README.md says, and give its folder`);
  if (photos !== undefined && data !== undefined) return refuse('--photos and --data came; expected one of them');
  if (photos === undefined && data !== 'cifar-10') {
    const close =
      data === undefined ? '' : ` ${JSON.stringify(data)}${nearest(data, ['cifar-10']) === undefined ? '' : ', did you mean cifar-10?'}`;
    return refuse(`--data is${close === '' ? ' missing' : close}; expected --data cifar-10, or --photos DIR`);
  }
  const convolutions = last === undefined ? undefined : Number(last);
  if (convolutions !== undefined && !(Number.isInteger(convolutions) && convolutions >= 1 && convolutions <= 15))
    return refuse(`--convolutions is "${last}"; expected a whole number from 1 to 15`);
  if (measure !== 'test' && measure !== 'validation') return refuse(`--measure is "${measure}"; expected test or validation`);
  if (record && measure !== 'test') return refuse('--record came with --measure validation; expected figures of the test split');
  const given = photos ?? cifar10 ?? 'data/cifar-10';
  return {
    network: folder,
    data: photos === undefined ? 'cifar-10' : 'photos',
    folder: resolve(from, given),
    convolutions,
    measuredOn: measure,
    out: resolve(from, out),
    isRecorded: record,
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
};
