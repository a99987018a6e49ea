import { type BackendName, useBackend } from '@dum/backend';
import type { SharedOptions } from '../arguments/shared-options.js';
import type { Io } from '../io.js';
import { type Colours, coloursOf } from './colours.js';
import { type RunPhase, showPhases } from './phases.js';

/** One command while it runs. */
export interface Session {
  readonly io: Io;
  /** The command as it was typed. */
  readonly typed: string;
  readonly signal: AbortSignal;
  readonly phase: RunPhase;
  readonly colours: Colours;
  readonly seed: number;
  /** Says something on stderr that is no result. */
  readonly note: (text: string) => void;
  /** Prints the result: one JSON document when that was asked for, else the text. */
  readonly printResult: (document: unknown, asText: () => string) => void;
  /** Chooses the backend that was asked for and gives its name. */
  readonly openBackend: () => Promise<BackendName>;
  /** What a run that is stopped leaves behind, told when it is. */
  kept: string;
}

/** What a session is made from. */
export interface SessionStart {
  readonly io: Io;
  readonly name: string;
  readonly typed: string;
  readonly signal: AbortSignal;
  readonly options: SharedOptions;
}

export const openSession = ({ io, name, typed, signal, options }: SessionStart): Session => ({
  io,
  typed,
  signal,
  phase: showPhases(io, signal),
  colours: coloursOf(io.stdout, io.env),
  seed: options.seed ?? 1,
  note: (text) => void io.stderr.write(`dum ${name}: ${text}\n`),
  printResult: (document, asText) => void io.stdout.write(`${options.json === true ? JSON.stringify(document, null, 2) : asText()}\n`),
  openBackend: async () => (await useBackend(options.backend)).name,
  kept: 'nothing was written',
});
