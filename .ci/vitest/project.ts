import { fileURLToPath } from 'node:url';
import { defineProject, type TestProjectInlineConfiguration } from 'vitest/config';

type Settings = Omit<NonNullable<TestProjectInlineConfiguration['test']>, 'setupFiles'> & { readonly setupFiles?: readonly string[] };

/**
 * The test settings of one package or app: tests read the sources of the workspace, a warning fails the test that caused it, and
 * tfjs-node is not there, whether it is installed or not.
 *
 * The files of a project follow each other in one worker, since importing TensorFlow.js anew takes longer than most of them. What a file
 * needs to be so at its start, such as a backend, belongs in `setupFiles`, which run before each file. With `isolate: true` each
 * file has a worker of its own.
 */
export const project = (name: string, { setupFiles = [], ...settings }: Settings = {}) =>
  defineProject({
    resolve: { conditions: ['@dum/source'] },
    ssr: { resolve: { conditions: ['@dum/source'], externalConditions: ['@dum/source'] } },
    test: {
      name,
      alias: { '@tensorflow/tfjs-node': fileURLToPath(new URL('./no-tfjs-node.ts', import.meta.url)) },
      include: ['test/**/*.test.ts'],
      setupFiles: [fileURLToPath(new URL('./warnings-fail.ts', import.meta.url)), ...setupFiles],
      isolate: false,
      testTimeout: 60_000,
      hookTimeout: 60_000,
      ...settings,
    },
  });
