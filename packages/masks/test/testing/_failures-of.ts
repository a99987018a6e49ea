import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';

/** The tests of a file that failed, by suite, each by its first two words. */
export const failuresOf = async (file: URL): Promise<Record<string, Set<string>>> => {
  const conditions = ['@dum/source'];
  const vitest = await startVitest(
    'test',
    [],
    {
      root: fileURLToPath(new URL('.', file)),
      config: false,
      watch: false,
      setupFiles: [fileURLToPath(new URL('../_cpu.ts', import.meta.url))],
      include: [basename(fileURLToPath(file))],
      reporters: [{}],
    },
    { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } } },
  );
  const failures: Record<string, Set<string>> = {};
  for (const test of vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])) {
    const [suite, name] = test.fullName.split(' > ') as [string, string];
    failures[suite] ??= new Set();
    if (test.result().state === 'failed') failures[suite].add(name.split(' ').slice(0, 2).join(' '));
  }
  await vitest.close();
  process.exitCode = undefined;
  return failures;
};
