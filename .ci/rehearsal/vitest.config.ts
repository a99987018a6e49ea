import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

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
    reporters: ['verbose', ...(process.env.DUM_TEST_REPORT === undefined ? [] : ['json'])],
    ...(process.env.DUM_TEST_REPORT === undefined ? {} : { outputFile: { json: process.env.DUM_TEST_REPORT } }),
  },
});
