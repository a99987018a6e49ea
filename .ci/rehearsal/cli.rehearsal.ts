import { beforeAll, describe, expect, it } from 'vitest';
import { newConsumer } from './consumer.js';

describe('@dum/cli installed alone', () => {
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
