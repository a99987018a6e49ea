import { CommanderError } from 'commander';
import { DumError, exitCodes } from '@dum/errors';
import type { Io } from '../io.js';
import { sentenceOf } from './sentence-of.js';
import { Interruption, signalExitCodes } from './interruption.js';

/** The context of a command that failed. */
export interface Failure {
  readonly io: Io;
  /** `dum` and the command. */
  readonly who: string;
  readonly typed: string;
  readonly kept: string;
  readonly showStack: boolean;
}

/** Prints in one line on stderr why a command failed, and returns its exit code. */
export const reportError = (error: unknown, { io, who, typed, kept, showStack }: Failure): number => {
  const say = (text: string) => io.stderr.write(`${who}: ${text}\n`);
  if (error instanceof Interruption) {
    say(`${error.message}; ${kept}. To run it again: ${typed}`);
    return signalExitCodes[error.stopSignal];
  }
  if (error instanceof DumError) {
    say(sentenceOf(error));
    if (showStack) io.stderr.write(`${error.stack}\n`);
    return exitCodes[error.code];
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code !== 'commander.help') say(sentenceOf(error));
    return exitCodes['bad-input'];
  }
  say(`unexpected error: ${sentenceOf(error)}. Please report it with the command that you typed`);
  if (showStack && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  return 1;
};
