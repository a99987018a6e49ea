import { DumError, show } from '@dum/errors';

/** The name of a file, and its expected format. */
export interface Expected {
  /** The name of the file, for messages. */
  readonly name: string;
  readonly format: string;
  /** The versions that are read. */
  readonly versions: readonly number[];
}

/**
 * Parses the JSON document of a text and checks its format and version only.
 *
 * @throws DumError 'bad-input', in one sentence, for a text that is not JSON, and for a document of another format, an older or a newer
 * version
 */
export const parseDocument = (text: string, { name, format, versions }: Expected): Readonly<Record<string, unknown>> => {
  const document = parseJson(text, { name });
  const { format: foundFormat, version } = document;
  if (foundFormat !== format)
    throw new DumError('bad-input', `${name}: the format is ${show(foundFormat)}, expected ${show(format)}; ${otherFormat(foundFormat)}`);
  if (versions.some((known) => known === version)) return document;
  throw new DumError(
    'bad-input',
    `${name}: the version of ${show(format)} is ${show(version)}, and version ${versions.join(' or ')} is read here; ${otherVersion(version, versions)}`,
  );
};

/** Parses the object of a text; an empty one for other JSON. Throws `bad-input` for a text that is not JSON. */
export const parseJson = (text: string, { name }: { readonly name: string }): Readonly<Record<string, unknown>> => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DumError('bad-input', `${name}: this is not JSON, or was cut short (${reason}); write the file again`, { cause });
  }
  return typeof document === 'object' && document !== null ? { ...document } : {};
};

const otherFormat = (found: unknown): string =>
  found === undefined ? 'it is another file, or was written before files had formats, so write it again' : 'is this the right file?';

const otherVersion = (found: unknown, versions: readonly number[]): string =>
  typeof found === 'number' && found > Math.max(...versions)
    ? 'install the release of dum that wrote the file, or a later one'
    : 'write the file again';
