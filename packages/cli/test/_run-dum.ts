import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type Io, main, type StopSignal } from '@dum/cli';

/** What a run printed and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A terminal that keeps what is written to it. */
export const recordingTerminal = ({
  isTTY = false,
  onWrite,
}: {
  readonly isTTY?: boolean;
  readonly onWrite?: (text: string) => void;
} = {}) => {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      onWrite?.(chunk.toString());
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 100 }), text: () => chunks.join('') };
};

/** Runs `dum` in this process; what `io` names replaces the quiet world that it runs in. */
export const runDumWith = async (io: Partial<Io>, ...argv: readonly string[]): Promise<Ran> => {
  const [stdout, stderr] = [recordingTerminal(), recordingTerminal()];
  const code = await main(argv, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    now: () => performance.now(),
    cores: 1,
    onSignal: () => () => undefined,
    exit: (given) => {
      throw new Error(`the process was ended with ${given}`);
    },
    ...io,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
};

/** Runs `dum` in this process. */
export const runDum = (...argv: readonly string[]): Promise<Ran> => runDumWith({}, ...argv);

/** Signals that a test sends. */
export const signalSource = () => {
  const listeners = new Set<(signal: StopSignal) => void>();
  return {
    send: (signal: StopSignal) => {
      for (const listener of listeners) listener(signal);
    },
    listening: () => listeners.size,
    onSignal: (listener: (signal: StopSignal) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

/** A new folder, and how to remove it. */
export const temporaryFolder = (): { readonly folder: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'dum-cli-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
