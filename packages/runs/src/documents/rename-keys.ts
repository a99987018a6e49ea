/**
 * Renames keys of the objects at a path of a JSON value; `*` in a path is every item of a list.
 *
 * What is not at the path stays, also where the value has another form, and so does a key whose new name is there already: the schema of
 * the format refuses both.
 *
 * @example
 * const renamed = renameKeys(document, ['tasks', '*'], { kept: 'retained' });
 */
export const renameKeys = (value: unknown, [first, ...others]: readonly string[], names: Readonly<Record<string, string>>): unknown => {
  if (first === '*') return Array.isArray(value) ? value.map((item) => renameKeys(item, others, names)) : value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries: [string, unknown][] = Object.entries(value);
  if (first !== undefined) {
    return Object.fromEntries(entries.map(([key, member]) => [key, key === first ? renameKeys(member, others, names) : member]));
  }
  const renamed = (key: string) => (Object.hasOwn(names, key) ? names[key]! : key);
  return Object.fromEntries(entries.map(([key, member]) => [Object.hasOwn(value, renamed(key)) ? key : renamed(key), member]));
};
