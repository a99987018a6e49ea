import * as z from 'zod';

const statuses = ['best', 'above-all-units', 'above-random', 'above-baseline'] as const;
const starts = ['all-units', 'random', 'baseline'] as const;
const objective = z.number({ error: 'a finite number' });
const quoted = (names: readonly string[]) => names.map((name) => JSON.stringify(name)).join(', ');

/** The comparison of a mask with others in a file. */
export const checkSchema = z.strictObject(
  {
    status: z.enum(statuses, { error: `one of ${quoted(statuses)}` }),
    objective,
    compared: z.strictObject(
      { allUnits: z.exactOptional(objective), random: objective, baseline: objective },
      { error: 'the objectives of other masks { allUnits, random, baseline }' },
    ),
    again: z.exactOptional(z.enum(starts, { error: `one of ${quoted(starts)}` })),
  },
  { error: 'a check { status, objective, compared }' },
);
