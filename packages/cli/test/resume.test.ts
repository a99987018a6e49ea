import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadNetwork } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import { runDumWith, signalSource, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const epochs = 60;
const trainInto = (name: string, ...more: string[]) => [
  'train',
  ...['--dataset', 'mnist', '--network', 'mlp:8', '--limit', '1000', '--batch-size', '8', '--schedule', 'warm-up', '--backend', 'wasm'],
  ...['--epochs', `${epochs}`, '--out', join(folder, name), ...more],
];
const stateIn = (name: string) => join(folder, name, 'training.state');

/** A clock by which every epoch takes long enough for its state to be kept. */
const leapingClock = () => {
  let milliseconds = 0;
  return () => (milliseconds += 3000);
};

/** The built command, with a clock that leaps, to be killed. */
const program = `
import { main } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
let milliseconds = 0;
const { stdout, stderr, env, argv } = process;
await main(argv.slice(1), { stdout, stderr, env, now: () => (milliseconds += 3000), onSignal: () => () => undefined, exit: process.exit });
`;

const waitForState = async (name: string, before = Buffer.of()) => {
  const isThere = () => existsSync(stateIn(name)) && !readFileSync(stateIn(name)).equals(before);
  for (let tries = 0; !isThere(); tries++) {
    if (tries > 3000) throw new Error('no state was kept');
    await setTimeout(10);
  }
};

/** Runs until a state is kept, and stops then. */
const stopWhenKept = async (name: string) => {
  const source = signalSource();
  const ran = runDumWith({ onSignal: source.onSignal, now: leapingClock() }, ...trainInto(name));
  await waitForState(name);
  source.send('SIGINT');
  return ran;
};

const outcome = async (name: string) => {
  const summary = JSON.parse(readFileSync(join(folder, name, 'summary.json'), 'utf8')) as Record<string, unknown>;
  return { fingerprint: await fingerprintNetwork(await loadNetwork(join(folder, name))), history: summary.history };
};

let undisturbed: Awaited<ReturnType<typeof outcome>>;
beforeAll(async () => {
  await runDumWith({}, ...trainInto('undisturbed'));
  undisturbed = await outcome('undisturbed');
});

describe('a training that was stopped', () => {
  it('goes on when the same command is given again, and gives the same to the bit', async () => {
    const { code, stderr } = await stopWhenKept('stopped');
    expect(code).toBe(130);
    const reused =
      /stopped by SIGINT; the first (\d+) of 60 epochs are kept in \S+stopped, and the same command continues after them\. To run it again: dum train /;
    expect(stderr).toMatch(reused);
    const done = Number(reused.exec(stderr)?.[1]);
    const again = await runDumWith({}, ...trainInto('stopped'));
    expect(again.code).toBe(0);
    expect(again.stderr).toContain(`stopped continues after epoch ${done} of 60`);
    expect(await outcome('stopped')).toEqual(undisturbed);
    expect(readdirSync(join(folder, 'stopped')).filter((name) => name.startsWith('training'))).toEqual([]);
  });

  it('starts anew with other settings, and where its state is damaged', async () => {
    await stopWhenKept('other');
    const { stderr } = await runDumWith({}, ...trainInto('other', '--learning-rate', '1e-3'));
    expect(stderr).toMatch(/the unfinished training in \S+training\.state is not used: its settings differ/);
    await stopWhenKept('damaged');
    const state = readFileSync(stateIn('damaged'));
    state[state.length - 1]! ^= 1;
    writeFileSync(stateIn('damaged'), state);
    const again = await runDumWith({}, ...trainInto('damaged'));
    expect(again.stderr).toMatch(/is not used: .*training\.state is damaged/);
    expect(await outcome('damaged')).toEqual(undisturbed);
  });

  it('goes on after it was killed, however often', async () => {
    for (const delay of [0, 7, 31]) {
      const before = existsSync(stateIn('killed')) ? readFileSync(stateIn('killed')) : Buffer.of();
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, ...trainInto('killed')], { stdio: 'ignore' });
      await waitForState('killed', before);
      await setTimeout(delay);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(existsSync(join(folder, 'killed', 'summary.json'))).toBe(false);
    }
    expect((await runDumWith({}, ...trainInto('killed'))).stderr).toContain('killed continues after epoch');
    expect(await outcome('killed')).toEqual(undisturbed);
    expect(
      readdirSync(join(folder, 'killed')).filter((name) => !/^(\.training\.state\..*\.tmp|model\.json|.*\.bin|summary\.json)$/.test(name)),
    ).toEqual([]);
  });
});
