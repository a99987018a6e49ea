/** JSON text of plain data without a NaN or an Infinity; it keeps the sign of zero, which `JSON.stringify` drops. */
export const stringify = (value: unknown): string => {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${value.map(stringify).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${stringify(entry)}`);
  return `{${members.join(',')}}`;
};
