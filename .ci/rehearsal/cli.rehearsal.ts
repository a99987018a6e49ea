import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newConsumer } from './consumer.js';

describe.skipIf(!existsSync(join(inject('repository'), 'packages/cli/src/main.ts')))('@dum/cli installed alone', () => {
  const consumer = newConsumer('cli');

  beforeAll(() => consumer.install('@dum/cli'));

  it('explains itself', async () => {
    const printed = await consumer.run('npx', 'dum', '--help');
    for (const command of ['train', 'discover', 'evaluate', 'compare', 'doctor']) expect(printed).toContain(command);
  });

  it('finds itself in health', async () => {
    expect(await consumer.run('npx', 'dum', 'doctor')).toMatch(/wasm/);
  });
});
