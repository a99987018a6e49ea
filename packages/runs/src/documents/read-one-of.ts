import type { Named } from './document-format.js';
import { listOfKind, objectWith, requireOptions } from '@dum/errors';
import { requireNamed } from './require-named.js';
import { parseJson } from './parse-document.js';

/** A format of any documents. */
export interface AnyFormat {
  readonly format: string;
  /** Reads a document from its text. */
  readonly read: (text: string, named: Named) => unknown;
}

/**
 * Reads a document that has one of several formats.
 *
 * For a text of another format it throws `bad-input` as the first format does.
 *
 * @example
 * const summary = readOneOf([searchSummary, alphaPathSummary], text, { name: 'summary.json' });
 */
export const readOneOf = <const Formats extends readonly [AnyFormat, ...AnyFormat[]]>(
  formats: Formats,
  text: string,
  named: Named,
): ReturnType<Formats[number]['read']> => {
  requireOptions('readOneOf', { formats }, { formats: formatsKind });
  requireNamed('readOneOf', named);
  const found = formatOf(text, named);
  const format = formats.find((known) => known.format === found) ?? formats[0];
  return format.read(text, named) as ReturnType<Formats[number]['read']>;
};

const formatsKind = listOfKind('a list of formats, such as evidenceFile', objectWith('a format', ['format', 'read']));

/** The name of the format of a text; undefined if its document names none. Throws `bad-input` for a text that is not JSON. */
export const formatOf = (text: string, named: Named): string | undefined => {
  requireNamed('formatOf', named);
  const { format } = parseJson(text, named);
  return typeof format === 'string' ? format : undefined;
};
