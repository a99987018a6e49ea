import * as z from 'zod';

/** The most layers or subnetworks of a list in a file. */
const mostEntries = 10_000;

/** The most classes of a dataset or a task. */
export const mostClasses = 65_535;

/** A list of 1 to `most` items, by default 10,000. */
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

/** A SHA-256 in a file. */
export const fingerprint = z
  .string({ error: 'a fingerprint, 64 lower-case hexadecimal digits' })
  .regex(/^[0-9a-f]{64}$/, { error: 'a fingerprint, 64 lower-case hexadecimal digits' });

/** A number that is exactly a 32-bit float. */
export const float32 = z
  .number({ error: 'a finite 32-bit float' })
  .refine((value) => Math.fround(value) === value, { error: 'a finite 32-bit float' });

/** Reports an unexpected value at `path`. */
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
