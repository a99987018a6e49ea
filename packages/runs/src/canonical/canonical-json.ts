import { DumError, show } from '@dum/errors';

const who = 'canonicalJson';

/**
 * Converts a value to canonical JSON: equal values have equal texts, in every browser and on every machine.
 *
 * - The keys of an object are sorted by their UTF-16 code units; a key whose value is undefined is left out.
 * - There are no spaces. Texts are escaped as in `JSON.stringify`.
 * - A number is the shortest text that reads back as the same number; −0 is `0`.
 *
 * These are the rules of RFC 8785. `JSON.parse` restores the value, except for the sign of a zero.
 *
 * @throws DumError 'bad-input' with the JSON path, for values that JSON cannot represent without loss: NaN, Infinity, an undefined item of
 * a list, a lone surrogate, a function, a bigint, an object that is neither plain nor a list, and a cycle
 *
 * @example
 * canonicalJson({ seed: 1, alpha: 1e-3 }); // '{"alpha":0.001,"seed":1}'
 */
export const canonicalJson = (value: unknown): string => textOf(value, []);

type Path = readonly { readonly key: string | number; readonly within: object }[];

const textOf = (value: unknown, path: Path): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value, path);
  if (typeof value === 'string') return quoted(value, path);
  if (typeof value !== 'object') throw refusal(path, show(value), 'JSON');
  if (path.some(({ within }) => within === value)) throw refusal(path, 'an object that contains itself', 'JSON');
  if (Array.isArray(value)) return `[${Array.from(value, (item, key) => textOf(item, [...path, { key, within: value }])).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refusal(path, show(value), 'a plain object');
  return objectText(value as Readonly<Record<string, unknown>>, path);
};

const objectText = (value: Readonly<Record<string, unknown>>, path: Path): string => {
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort(byCodeUnits)
    .map((key) => `${quoted(key, path)}:${textOf(value[key], [...path, { key, within: value }])}`);
  return `{${members.join(',')}}`;
};

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const numberText = (value: number, path: Path): string => {
  if (Number.isFinite(value)) return value === 0 ? '0' : String(value);
  throw refusal(path, String(value), 'a finite number or null');
};

const quoted = (text: string, path: Path): string => {
  if (!/\p{Surrogate}/u.test(text)) return JSON.stringify(text);
  throw refusal(path, show(text), 'a text without a lone surrogate');
};

const refusal = (path: Path, found: string, expected: string): DumError => {
  const where = path.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return new DumError('bad-input', `${who}: ${where.replace(/^\./, '') || 'the value'} is ${found}; expected ${expected}`);
};
