import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startVitest } from 'vitest/node';

const root = mkdtempSync(join(tmpdir(), 'dum-warnings-'));
const states: Record<string, string> = {};

const tests = `
import { it } from 'vitest';
it('is quiet', () => {});
it('warns', () => console.warn('careful'));
it('reports an error', () => console.error('broken'));
it('prints', () => console.log('fine'));
it('emits a process warning', async () => {
  for (const listener of process.listeners('warning')) if (listener.name === 'onWarning') process.off('warning', listener);
  process.emitWarning('leak', 'MaxListenersExceededWarning');
  await new Promise((resolve) => setTimeout(resolve, 10));
});
it('lets the banner pass', () => console.warn('\\n============================\\nHi, looks like you are running TensorFlow.js in Node.js.'));
`;

beforeAll(async () => {
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(fileURLToPath(new URL('../../node_modules/vitest', import.meta.url)), join(root, 'node_modules/vitest'));
  writeFileSync(join(root, 'sample.test.ts'), tests);
  const setupFiles = [fileURLToPath(new URL('./warnings-fail.ts', import.meta.url))];
  const vitest = await startVitest('test', [], { root, config: false, watch: false, setupFiles, include: ['*.test.ts'], reporters: [{}] });
  for (const test of vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])) {
    states[test.name] = test.result().state;
  }
  await vitest.close();
  process.exitCode = undefined;
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

it('fails the test that warns, and no other', () => {
  expect(states).toEqual({
    'is quiet': 'passed',
    warns: 'failed',
    'reports an error': 'failed',
    prints: 'passed',
    'emits a process warning': 'failed',
    'lets the banner pass': 'passed',
  });
});
