import type { Command } from 'commander';
import type { Dropped, Normalization } from '@dum/experiments';
import { addOption } from './add-option.js';
import { oneOf } from './argument-kind.js';

const normalizations = ['frozen', 're-estimated'] as const satisfies readonly Normalization[];
const droppedKinds = ['zero', 'mean', 'constant'] as const satisfies readonly Dropped[];

/** Adds what masks do besides keeping units to a command that fits linear probes to masks. */
export const addMaskEffects = (command: Command): void => {
  addOption(
    command,
    '--dropped <kind>',
    'what a dropped unit becomes: zero (default), its mean output over training samples (mean), or a constant learned with the mask (constant)',
    oneOf(droppedKinds),
  );
  addOption(
    command,
    '--normalization <kind>',
    "statistics of the batch normalizations after masks: the network's own (frozen, default), or re-estimated under each final mask on training samples (re-estimated)",
    oneOf(normalizations),
  );
};
