import { beforeAll, describe, expect, it } from 'vitest';
import { newConsumer } from './consumer.js';
import { pinned } from './versions.js';

describe('@dum/masks installed with its peers alone', () => {
  const consumer = newConsumer('masks-alone');

  beforeAll(async () => {
    await consumer.install(
      '@dum/masks',
      ...['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-cpu'].map(pinned),
    );
    consumer.take('two-tasks.ts', 'in-node.ts', 'own-layer.ts');
  });

  it('leaves no peer unmet', async () => {
    await expect(consumer.run('npm', 'ls', '--all')).resolves.toContain('@dum/masks');
  });

  it.each(['bundler', 'nodenext'] as const)('type-checks with moduleResolution %s, on built types alone', async (moduleResolution) => {
    await consumer.compile(moduleResolution, 'in-node.ts');
    const read = (await consumer.compile(moduleResolution, 'in-node.ts', '--listFilesOnly')).split('\n');
    expect(read.filter((file) => file.includes('/@dum/masks/dist/'))).not.toEqual([]);
    expect(read.filter((file) => /\/@dum\/[^/]+\/src\//.test(file))).toEqual([]);
  });

  it('runs from the build, never from the sources', async () => {
    const resolve =
      "console.log(['', '/mask-set', '/noise', '/overlap', '/rules'].map((entry) => import.meta.resolve('@dum/masks' + entry)).join(' '))";
    const resolved = (await consumer.run(process.execPath, '--input-type=module', '--eval', resolve)).trim().split(' ');
    expect(resolved.map((url) => url.split('/@dum/masks/')[1])).toEqual([
      'dist/index.js',
      'dist/mask-set/index.js',
      'dist/noise/index.js',
      'dist/overlap/index.js',
      'dist/rules/index.js',
    ]);
  });

  it('finds which units do each of two tasks, on the cpu backend', async () => {
    await consumer.compile('nodenext', 'in-node.ts');
    const printed = (await consumer.run(process.execPath, 'in-node.js')).trim().split('\n').at(-1);
    expect(JSON.parse(printed ?? '')).toEqual({ first: [0, 1, 2], second: [2, 3, 4], iou: 1 / 5, coverage: 1 / 3 });
  });

  it('masks, counts and extracts a layer of another package by its rule', async () => {
    await consumer.compile('nodenext', 'own-layer.ts');
    const printed = (await consumer.run(process.execPath, 'own-layer.js')).trim().split('\n').at(-1);
    const weights = [
      [3, 2],
      [2, 3],
    ];
    expect(JSON.parse(printed ?? '')).toEqual({ masked: ['conv'], before: 7312, after: 2742, weights, same: true });
  });
});
