import { beforeAll, describe, expect, it } from 'vitest';
import { newConsumer } from './consumer.js';
import { pinned } from './versions.js';

describe('dum-native in a project of npm', () => {
  const consumer = newConsumer('native');
  const chosen = async (): Promise<unknown> => JSON.parse(await consumer.run(process.execPath, 'choose.js'));

  beforeAll(async () => {
    await consumer.install('@dum/backend', pinned('@tensorflow/tfjs-core'));
    consumer.write('choose.js', "import { useBackend } from '@dum/backend';\nconsole.log(JSON.stringify(await useBackend()));\n");
  });

  it('brings the backend that was not there before', async () => {
    expect(await chosen()).toMatchObject({ name: 'wasm', rejected: [{ name: 'tensorflow' }] });
    expect(await consumer.run('npx', '--no-install', 'dum-native')).toMatch(/^The backend tensorflow is ready: /);
    expect(await chosen()).toEqual({ name: 'tensorflow', rejected: [] });
  });
});
