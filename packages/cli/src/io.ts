import { availableParallelism } from 'node:os';

/** A stream that is printed to. */
export type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** A signal that asks a run to stop. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/** The surroundings of a command: where it prints, its environment, the clock and the signals. */
export interface Io {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
  /** The number of threads that can run at once. */
  readonly cores: number;
  /** Calls the listener at every stop signal, until the function that it returns is called. */
  readonly onSignal: (listener: (signal: StopSignal) => void) => () => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** The surroundings of this process. */
export const processIo = (): Io => ({
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => performance.now(),
  cores: availableParallelism(),
  onSignal: (listener) => {
    process.on('SIGINT', listener).on('SIGTERM', listener);
    return () => void process.off('SIGINT', listener).off('SIGTERM', listener);
  },
  exit: (code) => process.exit(code),
});
