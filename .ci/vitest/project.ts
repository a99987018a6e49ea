import { fileURLToPath } from 'node:url';
import { defineProject, type TestProjectInlineConfiguration } from 'vitest/config';

/**
 * The test settings of one package or app: tests read the sources of the workspace, a warning fails the test that caused it, and
 * tfjs-node is not there, whether it is installed or not.
 */
export const project = (name: string, settings: TestProjectInlineConfiguration['test'] = {}) =>
  defineProject({
    resolve: { conditions: ['@dum/source'] },
    ssr: { resolve: { conditions: ['@dum/source'], externalConditions: ['@dum/source'] } },
    test: {
      name,
      alias: { '@tensorflow/tfjs-node': fileURLToPath(new URL('./no-tfjs-node.ts', import.meta.url)) },
      include: ['test/**/*.test.ts'],
      setupFiles: [fileURLToPath(new URL('./warnings-fail.ts', import.meta.url))],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      ...settings,
    },
  });
