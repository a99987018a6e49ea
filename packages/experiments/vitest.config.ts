import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@dum/source'] },
  ssr: { resolve: { conditions: ['@dum/source'], externalConditions: ['@dum/source'] } },
  test: { name: 'experiments', include: ['test/**/*.test.ts'], testTimeout: 60_000 },
});
