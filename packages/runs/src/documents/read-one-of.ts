import type { Named } from './document-format.js';
import { parseJson } from './parse-document.js';

/** A format of any documents. */
interface AnyFormat {
  readonly format: string;
  readonly read: (text: string, named: Named) => unknown;
}

/**
 * The document that a text holds, of whichever of some formats it is.
 *
 * Throws `bad-input` as the first format does for a text of none of them.
 *
 * @example
 * const summary = readOneOf([searchSummary, alphaPathSummary], text, { name: 'summary.json' });
 */
export const readOneOf = <const Formats extends readonly [AnyFormat, ...AnyFormat[]]>(
  formats: Formats,
  text: string,
  named: Named,
): ReturnType<Formats[number]['read']> => {
  const found = formatOf(text, named);
  const format = formats.find((known) => known.format === found) ?? formats[0];
  return format.read(text, named) as ReturnType<Formats[number]['read']>;
};

/** The name of the format of a text; undefined where its document names none. Throws `bad-input` for a text that is no JSON. */
export const formatOf = (text: string, named: Named): string | undefined => {
  const { format } = parseJson(text, named);
  return typeof format === 'string' ? format : undefined;
};
