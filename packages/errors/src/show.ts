const longest = 60;

/**
 * A value as messages show it: texts quoted and shortened, numbers and booleans as they are, lists by their length, promises with the word that
 * they lack.
 *
 * @example
 * show([1, 2, 3]); // 'a list of 3'
 */
export const show = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.length > longest ? `${value.slice(0, longest)}…` : value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `a list of ${(value as ArrayLike<unknown>).length}`;
  if (value instanceof Promise) return 'a promise, which needs an await';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean') return String(value);
  if (value === undefined) return 'missing';
  return value === null ? 'null' : `a ${typeof value}`;
};
