import { DumError } from '../dum-error.js';
import { nearest } from '../nearest.js';
import { show } from '../show.js';
import { expectationOf } from './_expectation-of.js';

/** A place where a document does not fit its schema, as zod reports it. */
export interface Misfit {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  /** What was expected there. */
  readonly message: string;
}

/** What a document is checked against: any schema of zod. */
export interface DocumentSchema<Document> {
  /** Parses a document; `error` words what was expected at a place where it does not fit. */
  readonly safeParse: (
    document: unknown,
    options: { readonly error: (misfit: object) => string | undefined },
  ) =>
    | { readonly success: true; readonly data: Document }
    | { readonly success: false; readonly error: { readonly issues: readonly Misfit[] } };
}

/**
 * Checks a document against a schema, and returns it.
 *
 * Numbers, texts, lists and choices are described without help from the schema. A schema can word an expectation itself, with zod's
 * `error`; the words follow "expected".
 *
 * @param who - the function or file named at the start of the message
 * @throws DumError 'bad-input' with the JSON path, the value and what was expected of the first misfit
 *
 * @example
 * checkDocument('summary.json', z.object({ seed: z.int() }), { seed: 'one' });
 * // summary.json: seed is "one"; expected a whole number
 */
export const checkDocument = <Document>(who: string, schema: DocumentSchema<Document>, document: unknown): Document => {
  const result = schema.safeParse(document, { error: expectationOf });
  if (result.success) return result.data;
  throw new DumError('bad-input', `${who}: ${sentence(document, result.error.issues[0]!)}`, { cause: result.error });
};

const sentence = (document: unknown, misfit: Misfit): string => {
  const where = pathText(misfit.path);
  const value = valueAt(document, misfit.path);
  const keys = 'keys' in misfit ? (misfit.keys as readonly string[]) : [];
  const [key] = keys;
  if (misfit.code !== 'unrecognized_keys' || key === undefined) return `${where} is ${show(value)}; expected ${misfit.message}`;
  const near = nearest(
    key,
    Object.keys(value as object).filter((other) => !keys.includes(other)),
  );
  return `${where} has the unknown key ${show(key)}; expected only keys of the format${near === undefined ? '' : `, which has ${show(near)}`}`;
};

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the document';

const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], document);
