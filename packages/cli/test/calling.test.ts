import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startSettings } from '../src/start-settings.js';
import { recordingTerminal, runDumWith, signalSource, temporaryFolder } from './_run-dum.js';

const short = { ...startSettings.discovery, epochs: 1 };
vi.spyOn(startSettings, 'discovery', 'get').mockReturnValue(short);

const { folder, remove } = temporaryFolder();
afterAll(remove);

const agent = { npm_config_user_agent: 'pnpm/10.34.9 npm/? node/v22.0.0 linux x64' };
const through = 'npx -y pnpm@10.34.9 exec dum';

/** What started `dum`, the environment that this gives, and how `dum` is called again. */
const calls = [
  ['a script of pnpm', { ...agent, npm_lifecycle_event: 'start' }, through],
  ['pnpm exec', { ...agent, PNPM_PACKAGE_NAME: 'dum-workspace' }, through],
  ['npx pnpm exec', { ...agent, npm_lifecycle_event: 'npx', PNPM_PACKAGE_NAME: 'dum-workspace' }, through],
  ['pnpm dlx', agent, 'dum'],
  ['npx', { npm_config_user_agent: 'npm/11.0.0 node/v22.0.0 linux x64 workspaces/false', npm_lifecycle_event: 'npx' }, 'dum'],
  ['a shell', {}, 'dum'],
] as const;

describe('how to call dum again', () => {
  it.each(calls)('is reported to the process that started it by %s when a signal stops it', async (_, env, call) => {
    const source = signalSource();
    const stderr = recordingTerminal({ onWrite: (text) => void (text.startsWith('load') && source.send('SIGINT')) });
    await runDumWith({ env, onSignal: source.onSignal, stderr: stderr.stream }, 'start', '--limit', '500', '--out', join(folder, 'none'));
    expect(stderr.text()).toContain(`To run it again: ${call} start --limit 500`);
  });
});

describe('the next commands that start prints', () => {
  const out = join(folder, 'start');
  const next = async (env: Readonly<Record<string, string>>) => {
    const { stdout } = await runDumWith({ env }, 'start', '--limit', '300', '--out', out);
    return stdout.replaceAll(/\s+/g, ' ');
  };

  it.each([calls[0], calls[5]])('can be typed by those who started it by %s', async (_, env, call) => {
    const said = await next(env);
    expect(said).toContain(`Next, "${call} compare ${join(out, 'masks.json')}" shows`);
    expect(said).toContain(`"${call} discover --help"`);
  });
});
