import type { MaskCheck } from '@dum/masks/mask-set';
import { wrap } from '../text/wrap.js';

const rivals = {
  'above-all-units': { name: 'all units', objectiveOf: ({ compared }: MaskCheck) => compared.allUnits },
  'above-random': { name: 'random masks of its size', objectiveOf: ({ compared }: MaskCheck) => compared.random },
  'above-baseline': { name: 'the units of the highest Taylor scores', objectiveOf: ({ compared }: MaskCheck) => compared.baseline },
} as const;

/** A sentence for each task whose mask is worse than one that takes no search, by the objective of its search. */
export const checkNotes = (results: readonly { readonly name: string; readonly check?: MaskCheck | undefined }[]): string =>
  results
    .flatMap(({ name, check }) => (check === undefined || check.status === 'best' ? [] : [sentence(name, check, rivals[check.status])]))
    .map((text) => `\n${wrap(text)}`)
    .join('');

const sentence = (task: string, check: MaskCheck, { name, objectiveOf }: (typeof rivals)[keyof typeof rivals]): string =>
  `Task ${task}: worse than ${name} (objective ${figure(check.objective)} on validation samples, theirs ${figure(objectiveOf(check)!)}); more --epochs, another price or budget, or --restarts can find a better mask.`;

const figure = (objective: number): string => objective.toPrecision(3);
