/** The fields of zod's issues from which an expectation is worded. */
export interface RawMisfit {
  readonly code?: string | undefined;
  readonly expected?: unknown;
  readonly values?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a finite number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const units: Readonly<Record<string, { readonly what: string; readonly of: string }>> = {
  number: { what: 'a number', of: '' },
  int: { what: 'a whole number', of: '' },
  string: { what: 'a text', of: ' characters' },
  array: { what: 'a list', of: ' items' },
};

/** What a schema expected, worded to follow "expected"; undefined where zod's own message is better. */
export const expectationOf = ({ code, expected, values, origin, minimum, maximum, inclusive }: RawMisfit): string | undefined => {
  if (code === 'invalid_type') return kinds[String(expected)];
  if (code === 'invalid_value' && Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' or ');
  const unit = units[String(origin)];
  if (unit === undefined) return undefined;
  if (code === 'too_small' && origin === 'string' && minimum === 1) return 'a non-empty text';
  if (code === 'too_small' && origin === 'array' && minimum === 1) return 'a list of at least 1 item';
  if (code === 'too_small') return `${unit.what} ${inclusive === true ? 'of at least' : 'above'} ${String(minimum)}${unit.of}`;
  if (code === 'too_big') return `${unit.what} ${inclusive === true ? 'of at most' : 'below'} ${String(maximum)}${unit.of}`;
  return undefined;
};
