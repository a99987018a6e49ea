import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DumError } from '@dum/errors';

const run = promisify(execFile);

/**
 * Downloads the tarball of a package with `npm pack`, from npm's configured registry, passes it to a function, and removes it afterwards.
 * Nothing of the package is installed or run.
 *
 * Throws `temporary` when npm can't get it, and `bad-input` when there is no npm.
 */
export const withNpmTarball = async <Result>(
  wanted: string,
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
  work: (tarball: () => Promise<string>) => Promise<Result>,
): Promise<Result> => {
  const folders: string[] = [];
  const tarball = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'dum-data-')).catch((cause: NodeJS.ErrnoException) => {
      throw new DumError(
        'storage',
        `no temporary folder can be created in ${tmpdir()}: ${cause.message}; set TMPDIR to a folder that may be written`,
        { cause },
      );
    });
    folders.push(folder);
    try {
      await run('npm', ['pack', wanted, '--ignore-scripts', '--pack-destination', folder], {
        env,
        signal,
        shell: process.platform === 'win32',
      });
      return join(folder, (await readdir(folder))[0]!);
    } catch (cause) {
      signal.throwIfAborted();
      const { code, stderr = '' } = cause as NodeJS.ErrnoException & { readonly stderr?: string };
      if (code === 'ENOENT') throw new DumError('bad-input', `npm, which downloads ${wanted}, is not on the path`, { cause });
      const reason = /^npm (?:error|ERR!) (?!code |syscall |errno |A complete log)(.*\S)/m.exec(stderr)?.[1] ?? (cause as Error).message;
      throw new DumError('temporary', `npm cannot get ${wanted}: ${reason}; try again, or give its tarball with --from`, { cause });
    }
  };
  try {
    return await work(tarball);
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
};
