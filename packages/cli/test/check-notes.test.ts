import { expect, it } from 'vitest';
import { checkNotes } from '../src/tables/check-notes.js';

const compared = { allUnits: 0.31234, random: 0.41, baseline: 0.2 };

it('are a sentence for each mask that is worse than one without a search', () => {
  const lines = checkNotes([
    { name: 'a', check: { status: 'best', objective: 0.1, compared } },
    { name: 'b', check: { status: 'above-all-units', objective: 0.51234, compared } },
    { name: 'c' },
    { name: 'd', check: { status: 'above-random', objective: 0.5, compared } },
    { name: 'e', check: { status: 'above-baseline', objective: 0.5, compared, again: 'baseline' } },
  ]).replaceAll(/\n(?!Task)/g, ' ');
  expect(lines.trim().split('\n')).toEqual(
    [
      'Task b: worse than all units (objective 0.512 on validation samples, theirs 0.312);',
      'Task d: worse than random masks of its size (objective 0.500 on validation samples, theirs 0.410);',
      'Task e: worse than the units of the highest Taylor scores (objective 0.500 on validation samples, theirs 0.200);',
    ].map((start) => `${start} more --epochs, another price or budget, or --restarts can find a better mask.`),
  );
});

it('are none where all masks are the best', () => {
  expect(checkNotes([{ name: 'a', check: { status: 'best', objective: 0.1, compared } }])).toBe('');
});
