import { refuse } from './refuse.js';

/** A JSON value with its keys as tfjs-layers reads them. */
export type Config = null | string | number | boolean | readonly Config[] | ConfigObject;
/** A JSON object with its keys as tfjs-layers reads them. */
export interface ConfigObject {
  readonly [key: string]: Config;
}

const deepest = 100;
const mostValues = 2 ** 20;
const hostileKeys: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

// tfjs-layers reads `class_name`, `class__name` and `className` alike
const readKey = (key: string): string => (key.length <= 1 ? key : key.replace(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase()));

/** True for an object, false for null, an array and every other value. */
export const isObject = (value: unknown): value is ConfigObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Copies a topology with its keys spelt in one way, refusing hostile keys, numbers that are not finite and endless nesting. */
export const canonicalConfig = (topology: unknown): Config => {
  let values = 0;
  const read = (value: unknown, path: string, depth: number): Config => {
    if (depth > deepest) return refuse(`${path.slice(0, 60)}… is nested deeper than ${deepest} levels`);
    if (++values > mostValues) return refuse(`it holds more than ${mostValues} values`);
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : refuse(`${path} is ${value}, expected a finite number`);
    if (Array.isArray(value)) return value.map((item, i) => read(item, `${path}[${i}]`, depth + 1));
    if (typeof value !== 'object') return refuse(`${path} is a ${typeof value}, expected JSON`);
    const copy: Record<string, Config> = {};
    for (const [key, item] of Object.entries(value)) {
      const known = readKey(key);
      if (hostileKeys.has(key) || hostileKeys.has(known)) return refuse(`${path} has the key "${key}", which no layer has`);
      if (Object.hasOwn(copy, known)) return refuse(`${path} has the key "${known}" twice, once as "${key}"`);
      copy[known] = read(item, `${path}.${key}`, depth + 1);
    }
    return copy;
  };
  return read(topology, 'topology', 0);
};
