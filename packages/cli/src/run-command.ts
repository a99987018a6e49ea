import type { Command } from 'commander';
import type { SharedOptions } from './arguments/shared-options.js';
import type { Session } from './session/session.js';

/** Opens a session and runs a command in it; the number is the exit code. */
export type RunCommand = (name: string, options: SharedOptions, work: (session: Session) => Promise<number>) => Promise<void>;

/** Adds a command to the program. */
export type DefineCommand = (program: Command, run: RunCommand) => void;
