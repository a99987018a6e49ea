import { defineConfig } from 'vitest/config';
import { reportTo } from './.ci/vitest/report-to.js';

export default defineConfig({
  test: {
    projects: ['packages/*', 'apps/*', 'bench', '.ci'],
    maxWorkers: '100%',
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'], reporter: ['text-summary'] },
    ...reportTo(process.env.DUM_TEST_REPORT),
  },
});
