import * as z from 'zod';

/** Most layers or subnetworks that a list in a file holds. */
const mostEntries = 10_000;

/** Most classes of a dataset or a task. */
export const mostClasses = 65_535;

/** A list of 1 to 10,000 items, or to as many as are said. */
export const listOf = <Item extends z.ZodType>(item: Item, what: string, most = mostEntries) => {
  const error = `a list of 1 to ${most} ${what}`;
  return z.array(item, { error }).min(1, { error }).max(most, { error });
};

/** A safe integer from `least` up. */
export const wholeNumber = (least: number) => {
  const error = `a whole number of at least ${least}`;
  return z.int({ error }).min(least, { error });
};

/** A text of at least one character. */
export const nonEmptyText = z.string({ error: 'a non-empty text' }).min(1, { error: 'a non-empty text' });

/** A SHA-256 as it stands in a file. */
export const fingerprint = z
  .string({ error: 'a fingerprint, 64 lower-case hexadecimal digits' })
  .regex(/^[0-9a-f]{64}$/, { error: 'a fingerprint, 64 lower-case hexadecimal digits' });

/** A number that a Float32Array holds without rounding. */
export const float32 = z
  .number({ error: 'a finite 32-bit float' })
  .refine((value) => Math.fround(value) === value, { error: 'a finite 32-bit float' });

/** Reports that the value at `path` is not what was expected. */
export const refuse = (context: z.core.$RefinementCtx, path: (string | number)[], expected: string): void =>
  context.addIssue({ code: 'custom', path, message: expected });

/** Reports the first name that occurs twice. */
export const refuseRepeats = (
  context: z.core.$RefinementCtx,
  names: readonly string[],
  pathOf: (place: number) => (string | number)[],
): void => {
  const seen = new Set<string>();
  const repeated = names.findIndex((name) => seen.size === seen.add(name).size);
  if (repeated >= 0) refuse(context, pathOf(repeated), 'a name that no earlier entry has');
};
