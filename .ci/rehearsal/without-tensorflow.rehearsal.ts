import { beforeAll, describe, expect, it } from 'vitest';
import { newConsumer } from './consumer.js';

describe('@dum/masks/mask-set and /overlap with no TensorFlow.js', () => {
  const consumer = newConsumer('without-tensorflow');

  beforeAll(async () => {
    await consumer.install('--legacy-peer-deps', '@dum/masks');
    consumer.take('without-tensorflow.ts');
  });

  it('has none installed', async () => {
    expect(await consumer.run('find', 'node_modules', '-name', '*tfjs*')).toBe('');
  });

  it.each(['bundler', 'nodenext'] as const)('type-checks with moduleResolution %s', async (moduleResolution) => {
    expect(await consumer.compile(moduleResolution, 'without-tensorflow.ts')).toBe('');
  });

  it('holds, writes, reads and compares masks', async () => {
    await consumer.compile('nodenext', 'without-tensorflow.ts');
    const printed = await consumer.run(process.execPath, 'without-tensorflow.js');
    expect(JSON.parse(printed)).toEqual({ united: 4, rest: 2, overlap: [1 / 4, 1 / 2, 1 / 2] });
  });
});
