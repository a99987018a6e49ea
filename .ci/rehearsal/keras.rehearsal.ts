import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newConsumer } from './consumer.js';
import { plainEnvironment } from './environment.js';
import { runCommand } from './run-command.js';
import { pinned } from './versions.js';

const repository = inject('repository');
const python = process.env.PYTHON ?? 'python3';

interface Found {
  readonly keras: string;
  readonly found: Readonly<Record<string, { difference: number; parameters: number; inArrays: number; sameArrays: boolean }>>;
}

describe('what @dum/keras exports', () => {
  const consumer = newConsumer('keras');
  let result: Found;

  beforeAll(async () => {
    const peers = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-wasm', '@types/node'].map(pinned);
    await consumer.install('@dum/keras', '@dum/masks', '@dum/backend', ...peers);
    consumer.take('for-keras.ts', 'load-in-keras.py', 'keras-requirements.txt');
    for (const file of ['mobile.keras3.keras', 'nested.keras2.h5'])
      cpSync(join(repository, 'packages/keras/test/golden', file), join(consumer.folder, file));
    await consumer.compile('nodenext', 'for-keras.ts', '--types', 'node');
    await consumer.run(process.execPath, 'for-keras.js');
    const env = { ...plainEnvironment, PYTHONPATH: 'python', PYTHONWARNINGS: 'ignore', KERAS_BACKEND: 'jax', JAX_PLATFORMS: 'cpu' };
    const inPython = (...parameters: readonly string[]) => runCommand(python, parameters, { cwd: consumer.folder, env, timeout: 600_000 });
    await inPython('-m', 'pip', 'install', '--quiet', '--target', 'python', '--requirement', 'keras-requirements.txt');
    const printed = await inPython('load-in-keras.py');
    result = JSON.parse(printed.trim().split('\n').at(-1)!) as Found;
  }, 1_500_000);

  it('is loaded by Keras 3, each network', () => {
    expect(result.keras).toBe('3.15.1');
    expect(Object.keys(result.found)).toEqual(['convolutional', 'extracted', 'mlp', 'mobile', 'nested', 'residual']);
  });

  it.each(['mlp', 'convolutional', 'residual', 'extracted', 'mobile', 'nested'])('computes the same in Keras 3: %s', (name) => {
    expect(result.found[name]!.difference).toBeLessThan(1e-5);
  });

  it.each(['mlp', 'convolutional', 'residual', 'extracted', 'mobile', 'nested'])('has every weight in the arrays of NumPy: %s', (name) => {
    const { parameters, inArrays, sameArrays } = result.found[name]!;
    expect(inArrays).toBe(parameters);
    expect(sameArrays).toBe(true);
  });
});
