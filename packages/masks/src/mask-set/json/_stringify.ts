/** JSON text of plain data that keeps the sign of zero, which `JSON.stringify` drops. */
export const stringify = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(stringify).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, entry]) => `${JSON.stringify(key)}:${stringify(entry)}`)
      .join(',')}}`;
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
};
