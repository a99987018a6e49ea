import { CommanderError } from 'commander';
import { DumError, exitCodes } from '@dum/errors';
import type { Io } from '../io.js';
import { Interruption, signalExitCodes } from './interruption.js';

/** What is known of the command that failed. */
export interface Failure {
  readonly io: Io;
  /** `dum` and the command. */
  readonly who: string;
  readonly typed: string;
  readonly kept: string;
  readonly showStack: boolean;
}

/** Says on stderr, in one line, why a command ended, and gives its exit code. */
export const reportError = (error: unknown, { io, who, typed, kept, showStack }: Failure): number => {
  const say = (text: string) => io.stderr.write(`${who}: ${oneLine(text)}\n`);
  if (error instanceof Interruption) {
    say(`${error.message}; ${kept}. To run it again: ${typed}`);
    return signalExitCodes[error.stopSignal];
  }
  if (error instanceof DumError) {
    say(error.message.replace(/^[a-z][A-Za-z]*: /, ''));
    if (showStack) io.stderr.write(`${error.stack}\n`);
    return exitCodes[error.code];
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code !== 'commander.help') say(error.message.replace(/^error: /, ''));
    return exitCodes['bad-input'];
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  say(`unexpected error: ${message}. Please report it with the command that you typed`);
  if (showStack) io.stderr.write(`${stack}\n`);
  return 1;
};

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').trim();
