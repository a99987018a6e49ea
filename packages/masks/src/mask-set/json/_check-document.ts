import { DumError, nearest, show } from '@dum/errors';
import type * as z from 'zod';

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the document';

const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], document);

const sentence = (document: unknown, issue: z.core.$ZodIssue): string => {
  const where = pathText(issue.path);
  const value = valueAt(document, issue.path);
  if (issue.code !== 'unrecognized_keys') return `${where} is ${show(value)}; expected ${issue.message}`;
  const [key] = issue.keys as [string];
  const near = nearest(
    key,
    Object.keys(value as object).filter((other) => !issue.keys.includes(other)),
  );
  return `${where} has the unknown key ${show(key)}; expected no other than those of the format${near === undefined ? '' : `, which has ${show(near)}`}`;
};

/**
 * The document, once it fits its schema.
 *
 * @throws DumError 'bad-input' with the JSON path, the value and what was expected of the first misfit
 */
export const checkDocument = <Schema extends z.ZodType>(who: string, schema: Schema, document: unknown): z.output<Schema> => {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  throw new DumError('bad-input', `${who}: ${sentence(document, result.error.issues[0]!)}`, { cause: result.error });
};
