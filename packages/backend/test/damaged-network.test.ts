import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useBackend } from '@dum/backend';
import { fileSystem } from '@dum/backend/node';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { denseNetwork, temporaryFolder } from './networks.js';

beforeAll(async () => {
  await useBackend('cpu');
});

const saved = async (units = 5): Promise<{ folder: string; weights: string }> => {
  const folder = temporaryFolder();
  const network = denseNetwork(units);
  network.setUserDefinedMetadata({ classNames: ['zero', 'not zero'] });
  await network.save(fileSystem(folder));
  return { folder, weights: readdirSync(folder).find((name) => name.startsWith('weights-'))! };
};

const expectRefused = async (folder: string): Promise<void> => {
  await expect(fileSystem(folder).load()).rejects.toMatchObject({ name: 'DumError', code: 'bad-input' });
};

describe('a saved network', () => {
  it.each(['model.json', 'weights'])('is refused after any single flipped bit of %s', async (file) => {
    const { folder, weights } = await saved();
    const path = join(folder, file === 'weights' ? weights : file);
    const sound = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length * 8 - 1), async (bit) => {
        const flipped = Buffer.from(sound);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(path, flipped);
        await expectRefused(folder);
      }),
      { numRuns: 200, seed: 15 },
    );
    writeFileSync(path, sound);
    await expect(fileSystem(folder).load()).resolves.toBeDefined();
  });

  it('is refused after any flipped bit of the names that mark it as ours', async () => {
    const { folder } = await saved();
    const path = join(folder, 'model.json');
    const sound = readFileSync(path);
    for (let bit = 0; bit < 8 * '{"checksum":"'.length; bit++) {
      const flipped = Buffer.from(sound);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, flipped);
      await expectRefused(folder);
    }
  });

  it.each(['model.json', 'weights'])('is refused when %s is cut or grows', async (file) => {
    const { folder, weights } = await saved();
    const path = join(folder, file === 'weights' ? weights : file);
    const sound = readFileSync(path);
    for (let length = 0; length < sound.length; length += 7) {
      writeFileSync(path, sound.subarray(0, length));
      await expectRefused(folder);
    }
    for (const more of ['\n', ' ', '\0\0\0\0']) {
      writeFileSync(path, Buffer.concat([sound, Buffer.from(more)]));
      await expectRefused(folder);
    }
  });

  it('is refused with the weights, or the model.json, of another network of the same shape', async () => {
    const [one, other] = [await saved(), await saved()];
    copyFileSync(join(other.folder, other.weights), join(one.folder, one.weights));
    await expectRefused(one.folder);
    copyFileSync(join(one.folder, 'model.json'), join(other.folder, 'model.json'));
    await expectRefused(other.folder);
  });

  it('is refused when its text was edited, in spelling or in layout only', async () => {
    const { folder } = await saved();
    const path = join(folder, 'model.json');
    const sound = readFileSync(path, 'utf8');
    for (const edited of [
      sound.replace('not zero', 'not nine'),
      JSON.stringify(JSON.parse(sound), null, 2),
      sound.replace(/"checksum":"[^"]*",/, ''),
    ]) {
      expect(edited).not.toBe(sound);
      writeFileSync(path, edited);
      await expect(fileSystem(folder).load()).rejects.toThrow(/checksum does not hold/);
    }
  });
});
