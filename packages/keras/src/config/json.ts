import { refuse } from '../refusal/refuse.js';

/** What a JSON text holds. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

const mostCharacters = 2 ** 23;
const mostValues = 2 ** 20;
const deepest = 64;
const hostileKeys: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** True for an object, false for null, a list and every other value. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for a list. */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** True for `true`, and for the 1 that some files have in its place. */
export const isTrue = (value: Json | undefined): boolean => value === true || value === 1;

/** True for `false`, and for the 0 that some files have in its place. */
export const isFalse = (value: Json | undefined): boolean => value === false || value === 0;

/** A value in a message: its JSON, cut where it is long. */
export const show = (value: Json | undefined): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** Refuses JSON whose depth, size or keys are a threat; `what` names it in the refusal. */
export const checkJson = (json: Json, what: string): void => {
  let values = 0;
  const check = (value: Json, depth: number): void => {
    if (depth > deepest) refuse(`has a value deeper than ${deepest} levels in ${what}`);
    if (++values > mostValues) refuse(`has more than ${mostValues} values in ${what}`);
    if (isList(value)) for (const item of value) check(item, depth + 1);
    else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (hostileKeys.has(key)) refuse(`has the key "${key}" in ${what}, which no network has`);
        check(item, depth + 1);
      }
    }
  };
  check(json, 0);
};

/** Parses a text of JSON whose depth, size and keys are no threat; `what` names it in a refusal. */
export const parseJson = (text: string, what: string): Json => {
  if (text.length > mostCharacters) refuse(`has ${text.length} characters in ${what}, expected at most ${mostCharacters}`);
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch (error) {
    return refuse(`has ${what} that is not JSON (${(error as Error).message}); save or copy it again`, error);
  }
  checkJson(parsed, what);
  return parsed;
};
