import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { reportTo } from '../vitest/report-to.js';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export default defineConfig({
  root: here('.'),
  test: {
    name: 'rehearsal',
    include: ['*.rehearsal.ts'],
    globalSetup: here('./publish.ts'),
    setupFiles: [here('../vitest/warnings-fail.ts')],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 30_000,
    ...reportTo(process.env.DUM_TEST_REPORT, 'verbose'),
  },
});
