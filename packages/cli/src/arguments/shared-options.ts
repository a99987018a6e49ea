import type { Command } from 'commander';
import { type BackendName, backendNames } from '@dum/backend';
import { addOption } from './add-option.js';
import { anyInteger, oneOf, wholeNumber } from './argument-kind.js';

/** The options of every command. */
export interface SharedOptions {
  readonly seed?: number;
  readonly backend?: 'auto' | BackendName;
  readonly limit?: number;
  readonly json?: true;
  readonly verbose?: true;
}

/** Adds the options of every command to one. */
export const addSharedOptions = (command: Command): void => {
  addOption(command, '--seed <number>', 'seed of all randomness (default: 1)', anyInteger);
  addOption(command, '--backend <name>', 'auto, tensorflow, wasm or cpu (default: auto)', oneOf(['auto', ...backendNames]));
  addOption(command, '--limit <count>', 'use only the first samples of the split that the command reads', wholeNumber(1));
  command.option('--json', 'print exactly one JSON document on stdout');
  command.option('--verbose', 'print the stack of an unexpected error');
};
