import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type * as FileSystemPromises from 'node:fs/promises';
import { join } from 'node:path';
import { useBackend } from '@dum/backend';
import { fileSystem } from '@dum/backend/node';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { containing } from './text.js';
import { denseNetwork, temporaryFolder } from './networks.js';

const faults = vi.hoisted(() => {
  let left = Number.POSITIVE_INFINITY;
  let code = '';
  return {
    /** The n-th operation from now fails with the code; with infinity, none. */
    arm: (n: number, with_: string) => {
      left = n;
      code = with_;
    },
    pending: () => left > 0,
    step: (operation: string) => {
      if (--left === 0) throw Object.assign(new Error(`${code}: ${operation}`), { code });
    },
  };
});

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof FileSystemPromises>();
  const counted = <F extends (...parameters: never[]) => Promise<unknown>>(name: string, operation: F): F =>
    (async (...parameters: Parameters<F>) => {
      faults.step(name);
      return operation(...parameters);
    }) as F;
  return {
    ...real,
    mkdir: counted('mkdir', real.mkdir as never),
    readdir: counted('readdir', real.readdir as never),
    rename: counted('rename', real.rename),
    rm: counted('rm', real.rm),
    stat: counted('stat', real.stat as never),
    readFile: counted('readFile', real.readFile as never),
    realpath: counted('realpath', real.realpath as never),
    open: async (...parameters: Parameters<typeof real.open>) => {
      faults.step('open');
      const file = await real.open(...parameters);
      for (const name of ['writeFile', 'sync', 'stat', 'close'] as const) {
        const operation = file[name].bind(file) as (...parameters: unknown[]) => Promise<unknown>;
        Object.defineProperty(file, name, {
          value: async (...given: unknown[]) => {
            if (name === 'close') await operation();
            faults.step(name);
            return name === 'close' ? undefined : operation(...given);
          },
        });
      }
      return file;
    },
  };
});

beforeAll(async () => {
  await useBackend('cpu');
});

const unitsIn = async (folder: string): Promise<number> => (await fileSystem(folder).load()).weightSpecs![0]!.shape[1]!;
const ourName = /^(?:model\.json|weights-[0-9a-f]{16}\.bin|\.(?:model\.json|weights-[0-9a-f]{16}\.bin)\.[0-9a-f-]{36}\.tmp)$/;

describe('a save of which any one operation fails', () => {
  it.each(['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'EXDEV'])('leaves the old network or the new one: %s', async (code) => {
    let n = 1;
    for (let more = true; more; n++) {
      const folder = temporaryFolder();
      faults.arm(Number.POSITIVE_INFINITY, code);
      await denseNetwork(3).save(fileSystem(folder));
      faults.arm(n, code);
      const outcome = await denseNetwork(4)
        .save(fileSystem(folder))
        .then(
          ({ errors }) => (errors ? 'saved, untidy' : 'saved'),
          (error: unknown) => {
            expect(error).toMatchObject({ name: 'DumError', code: 'storage', message: containing(folder), cause: { code } });
            return 'failed';
          },
        );
      more = !faults.pending();
      faults.arm(Number.POSITIVE_INFINITY, code);
      expect(await unitsIn(folder)).toBe(outcome === 'failed' ? 3 : 4);
      expect(readdirSync(folder).filter((name) => !ourName.test(name))).toEqual([]);
      if (outcome !== 'saved, untidy') expect(readdirSync(folder)).toHaveLength(2);
      expect(outcome === 'saved').toBe(!more);
    }
    expect(n).toBeGreaterThan(12);
  });

  it('leaves no half network in a new folder', async () => {
    for (let n = 1, more = true; more; n++) {
      const folder = join(temporaryFolder(), 'new');
      faults.arm(n, 'ENOSPC');
      const failed = await denseNetwork(4)
        .save(fileSystem(folder))
        .then(
          () => false,
          () => true,
        );
      more = !faults.pending();
      faults.arm(Number.POSITIVE_INFINITY, '');
      expect(failed).toBe(more);
      if (!failed) expect(await unitsIn(folder)).toBe(4);
      else
        await expect(fileSystem(folder).load()).rejects.toMatchObject({
          code: 'bad-input',
          message: containing('there is no such file'),
        });
    }
  });
});

describe('a load of which any one operation fails', () => {
  it('names the file that the disk refused', async () => {
    const folder = temporaryFolder();
    await denseNetwork(3).save(fileSystem(folder));
    for (let n = 1, more = true; more; n++) {
      faults.arm(n, 'EIO');
      const failure = await fileSystem(folder)
        .load()
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      more = !faults.pending();
      faults.arm(Number.POSITIVE_INFINITY, '');
      if (more) expect(failure).toMatchObject({ name: 'DumError', code: 'storage', message: containing(folder) });
      else expect(failure).toBeUndefined();
    }
  });
});

describe('a place that cannot be written to', () => {
  it.each([
    ['a file', ['file']],
    ['a folder under a file', ['file', 'network']],
    ['the device that is always full', ['/dev/full']],
  ])('is refused: %s', async (_, path) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'mine');
    const target = path[0]!.startsWith('/') ? path[0]! : join(folder, ...path);
    await expect(denseNetwork().save(fileSystem(target))).rejects.toMatchObject({
      name: 'DumError',
      code: 'storage',
      message: containing(target),
    });
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine');
  });

  it('is refused: a folder where model.json should be', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'model.json', 'x'), { recursive: true });
    await expect(denseNetwork().save(fileSystem(folder))).rejects.toMatchObject({ name: 'DumError', code: 'storage' });
    expect(readdirSync(folder)).toEqual(['model.json']);
  });
});
