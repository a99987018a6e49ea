import { type Command, Option } from 'commander';
import { DumError } from '@dum/errors';
import type { ArgumentKind } from './argument-kind.js';

/** Whether a command can do without the option. */
export type Need = 'required' | 'optional';

/** Adds an option to a command. Its text is parsed strictly, and it may be given once. */
export const addOption = <Value>(
  command: Command,
  flags: string,
  description: string,
  kind: ArgumentKind<Value>,
  need: Need = 'optional',
): void => {
  const option = new Option(flags, description);
  const name = option.long ?? flags;
  option.argParser<Value>((text, previous) => {
    if (previous !== undefined) throw new DumError('bad-input', `${name} is given twice; give it once`);
    const value = kind.read(text);
    if (value !== undefined) return value;
    const guess = kind.guess?.(text);
    const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
    throw new DumError('bad-input', `${name} is ${JSON.stringify(text)}${hint}; expected ${kind.expected}`);
  });
  command.addOption(option);
  if (need === 'optional') return;
  // commander's own check of mandatory options would come before that of misspelt ones
  command.hook('preAction', () => {
    if (command.getOptionValue(option.attributeName()) === undefined)
      throw new DumError('bad-input', `required option '${flags}' not specified`);
  });
};
