import { DumError, show } from '@dum/errors';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { stringify } from './_stringify.js';

const readers = { 'dum-subnetworks': 'subnetworksFromJson', 'dum-mask-set': 'maskSetFromJson' };

/** The current version of each format; earlier versions are read too. */
export const versions = { 'dum-subnetworks': 5, 'dum-mask-set': 2 } as const satisfies Record<Format, number>;

/** The name of a format in its files. */
export type Format = keyof typeof readers;

const separator = ',\n"checksum":';
const seal = /,\n"checksum":"([0-9a-f]{64})"\}\n?$/;
const checksumOf = (body: string): string => bytesToHex(sha256(utf8ToBytes(body)));

/** The text of a document with one item in each line, and the checksum of everything before it on the last line. */
export const sealFile = ({
  format,
  network,
  items,
}: {
  readonly format: Format;
  readonly network: string;
  readonly items: Readonly<Record<string, readonly unknown[]>>;
}): string => {
  const lists = Object.entries(items).map(([key, list]) => `"${key}":[\n${list.map(stringify).join(',\n')}\n]`);
  const body = `{"format":"${format}","version":${versions[format]},"network":"${network}",${lists.join(',')}`;
  return `${body}${separator}"${checksumOf(body)}"}\n`;
};

const mostLists = 2 ** 21;
const mostValues = 2 ** 24;

/** Refuses, before parsing it, a text that would need far more memory than any file of masks. */
const requireModest = (text: string, name: string): void => {
  let [lists, values] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === comma) values++;
    else if (code === bracket || code === brace) lists++;
  }
  if (lists <= mostLists && values <= mostValues) return;
  throw new DumError(
    'bad-input',
    `${name}: it holds ${lists} lists and objects and ${values} commas; expected at most ${mostLists} and ${mostValues}, so it is not a file of masks`,
  );
};

const [comma, bracket, brace] = [44, 91, 123];

const parse = (text: string, name: string): Record<string, unknown> => {
  requireModest(text, name);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DumError('bad-input', `${name}: this is no JSON, or was cut short (${reason}); write the file again`, { cause });
  }
  return typeof document === 'object' && document !== null ? { ...document } : {};
};

const checkHeader = (document: Readonly<Record<string, unknown>>, { format, name }: { format: Format; name: string }): number => {
  const came = document.format;
  if (came !== format) {
    const reader = Object.entries(readers).find(([known]) => known === came)?.[1];
    const advice = reader === undefined ? 'is this the right file?' : `read it with ${reader}`;
    throw new DumError('bad-input', `${name}: the format is ${show(came)}, expected "${format}"; ${advice}`);
  }
  const { version } = document;
  const current = versions[format];
  const isVersion = typeof version === 'number' && Number.isInteger(version) && version >= 1;
  if (isVersion && version <= current) return version;
  throw new DumError(
    'bad-input',
    isVersion
      ? `${name}: version ${version} of "${format}" was written by a newer version of @dum/masks, and this one reads up to version ${current}; update @dum/masks`
      : `${name}: the version of "${format}" is ${show(version)}; expected a whole number from 1 to ${current}`,
  );
};

/** A document whose format, version and checksum are right. */
export interface OpenedFile {
  /** From 1 to the current version. */
  readonly version: number;
  readonly document: unknown;
}

/**
 * Reads the document of a text, without its checksum, and checks its format, version and checksum only; the schema of its version checks
 * the contents.
 *
 * @throws DumError 'bad-input' for a text that is not JSON, of another format or a newer version, or that differs from what was written
 */
export const openFile = (text: string, { format, name }: { readonly format: Format; readonly name: string }): OpenedFile => {
  const document = parse(text, name);
  const version = checkHeader(document, { format, name });
  const lines = text.replaceAll('\r\n', '\n');
  const match = seal.exec(lines);
  if (match === null)
    throw new DumError('bad-input', `${name}: the last line is not the checksum; the file was edited or reformatted, write it again`);
  const body = lines.slice(0, match.index);
  const [expected, found] = [match[1]!, checksumOf(body)];
  if (expected !== found || /\p{Surrogate}/u.test(body))
    throw new DumError(
      'bad-input',
      `${name}: the checksum is ${found}, expected ${expected}; the file was damaged or edited, write it again`,
    );
  delete document.checksum;
  return { version, document };
};
