import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import { project } from '../../../../.ci/vitest/project.js';
import { reportTo } from '../../../../.ci/vitest/report-to.js';

const settings = {
  include: ['packages/*/test/**/*.contract.ts'],
  alias: {},
  isolate: true,
  fileParallelism: false,
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

export default mergeConfig(
  project('contract', settings),
  defineConfig({
    root: fileURLToPath(new URL('../../../..', import.meta.url)),
    test: reportTo(process.env.DUM_TEST_REPORT, 'verbose'),
  }),
);
