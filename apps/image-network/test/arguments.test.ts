import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments } from '../src/arguments.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arguments-'));
  await writeFile(join(folder, 'model.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('readArguments', () => {
  it('takes folders relative to where it was called', () => {
    expect(readArguments(['--network', '.', '--photos', 'photos'], folder)).toEqual({
      network: folder,
      data: 'photos',
      folder: join(folder, 'photos'),
      convolutions: undefined,
      measuredOn: 'test',
      out: join(folder, 'runs/image-network'),
      isRecorded: false,
    });
    expect(readArguments(['--network', '.', '--data', 'cifar-10', '--convolutions', '15', '--record'], folder)).toMatchObject({
      data: 'cifar-10',
      folder: join(folder, 'data/cifar-10'),
      convolutions: 15,
      isRecorded: true,
    });
  });

  it.each([
    [[], /--network is missing; .*README\.md says how to get/],
    [['--network', 'none'], /--network none has no model\.json; get Tiny Darknet as apps\/image-network\/README\.md says/],
    [['--network', '.'], /--data is missing; expected --data cifar-10, or --photos DIR/],
    [['--network', '.', '--data', 'cifar10'], /--data is "cifar10", did you mean cifar-10\?/],
    [['--network', '.', '--photos', 'p', '--data', 'cifar-10'], /--photos and --data came; expected one/],
    [['--network', '.', '--photos', 'p', '--measure', 'train'], /--measure is "train"; expected test or validation/],
    [['--network', '.', '--photos', 'p', '--measure', 'validation', '--record'], /expected figures of the test split/],
    [['--network', '.', '--photos', 'p', '--convolutions', '16'], /--convolutions is "16"; expected a whole number from 1 to 15/],
    [['--netwrok', '.'], /--netwrok/],
  ])('refuses %j in one sentence, with the usage', (args, message) => {
    expect(() => readArguments(args, folder)).toThrow(message);
    expect(() => readArguments(args, folder)).toThrow(/\n\nUsage: /);
  });
});
