import { afterAll, expect, it } from 'vitest';
import { recordingTerminal, runDumWith, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const escapeCode = String.fromCharCode(27);
const onTerminals = async (env: Readonly<Record<string, string>>, ...argv: string[]) => {
  const [stdout, stderr] = [recordingTerminal({ isTTY: true }), recordingTerminal({ isTTY: true })];
  const { code } = await runDumWith({ stdout: stdout.stream, stderr: stderr.stream, env }, ...argv);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
};

it('colours what a terminal shows, but not with NO_COLOR', async () => {
  expect((await onTerminals({}, 'doctor')).stdout).toContain(`${escapeCode}[32m✓`);
  expect((await onTerminals({ NO_COLOR: '1' }, 'doctor')).stdout).not.toContain(escapeCode);
  expect((await onTerminals({ TERM: 'dumb' }, 'doctor')).stdout).not.toContain(escapeCode);
});

it('shows bars on a terminal, on stderr alone', async () => {
  const { code, stdout, stderr } = await onTerminals(
    {},
    'train',
    '--dataset',
    'mnist',
    '--network',
    'mlp:8',
    '--limit',
    '1000',
    '--epochs',
    '1',
    '--out',
    folder,
  );
  expect(code).toBe(0);
  expect(stderr).toMatch(/train mlp:8 .*\d+ %/);
  expect(stderr).toContain(escapeCode);
  expect(stdout).not.toContain(escapeCode);
});
