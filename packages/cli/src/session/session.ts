import { type BackendName, useBackend } from '@dum/backend';
import type { SharedOptions } from '../arguments/shared-options.js';
import type { Io } from '../io.js';
import { type Colours, coloursOf } from './colours.js';
import { type RunPhase, showPhases } from './phases.js';

/** The run of one command. */
export interface Session {
  readonly io: Io;
  /** The command as it was typed. */
  readonly typed: string;
  readonly signal: AbortSignal;
  readonly phase: RunPhase;
  readonly colours: Colours;
  readonly seed: number;
  /** Prints a note on stderr. */
  readonly note: (text: string) => void;
  /** Prints the result: one JSON document with `--json`, otherwise the text. */
  readonly printResult: (document: unknown, asText: () => string) => void;
  /** Sets the backend of `--backend` and returns its name. */
  readonly openBackend: () => Promise<BackendName>;
  /** What a stopped run leaves behind, which is printed then. */
  kept: string;
}

/** The inputs of a session. */
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
