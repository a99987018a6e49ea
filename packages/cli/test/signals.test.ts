import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recordingTerminal, runDumWith, signalSource, temporaryFolder } from './_run-dum.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const out = join(folder, 'it is new');
const train = [
  'train',
  '--dataset',
  'mnist',
  '--network',
  'mlp:8',
  '--limit',
  '1000',
  '--epochs',
  '400',
  '--batch-size',
  '8',
  '--out',
  out,
];

describe('a stop signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends the run at its next step with %i, with nothing written and the command to run again', async (signal, expected) => {
    const source = signalSource();
    const stderr = recordingTerminal({ onWrite: (text) => void (text.startsWith('load') && setTimeout(() => source.send(signal), 100)) });
    const { code, stdout } = await runDumWith({ onSignal: source.onSignal, stderr: stderr.stream }, ...train);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr.text()).toContain(`dum train: stopped by ${signal}; nothing was written. To run it again: dum train --dataset mnist`);
    expect(stderr.text()).toContain(`--out '${out}'\n`);
    expect(readdirSync(folder)).toEqual([]);
    expect(source.listening()).toBe(0);
  });

  it('ends the process at once when it comes twice', async () => {
    const source = signalSource();
    const ended: number[] = [];
    const stderr = recordingTerminal({
      onWrite: (text) => {
        if (!text.startsWith('load')) return;
        source.send('SIGINT');
        source.send('SIGINT');
      },
    });
    await runDumWith({ onSignal: source.onSignal, stderr: stderr.stream, exit: (code) => void ended.push(code) }, ...train);
    expect(ended).toEqual([130]);
  });

  it('reports what start keeps once the network is trained', async () => {
    const source = signalSource();
    const stderr = recordingTerminal({ onWrite: (text) => void (text.startsWith('train') && source.send('SIGINT')) });
    const { code } = await runDumWith(
      { onSignal: source.onSignal, stderr: stderr.stream },
      'start',
      '--limit',
      '500',
      '--out',
      join(folder, 'start'),
    );
    expect(code).toBe(130);
    expect(stderr.text()).toMatch(
      /stopped by SIGINT; the trained network in .*network is kept and will be reused\. To run it again: dum start/,
    );
    expect(readdirSync(join(folder, 'start'))).toEqual(['network']);
  });
});
