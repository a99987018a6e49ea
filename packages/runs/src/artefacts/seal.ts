import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** The first line of an artefact's file: `dum-artefact 1 <bytes> <SHA-256>`. */
const header = /^dum-artefact 1 ([0-9]+) ([0-9a-f]{64})\n/;
const longestHeader = 128;

const checksumOf = (key: string, bytes: Uint8Array): string => bytesToHex(sha256(concatBytes(utf8ToBytes(`${key}\n`), bytes)));

/**
 * Puts a line with the number and the checksum of an artefact's bytes before them. The checksum covers the key too, to detect renamed
 * files.
 */
export const seal = (key: string, bytes: Uint8Array): Uint8Array =>
  concatBytes(utf8ToBytes(`dum-artefact 1 ${bytes.length} ${checksumOf(key, bytes)}\n`), bytes);

/** The bytes of an artefact, or what is wrong with its file. */
export type Unsealed = { readonly bytes: Uint8Array } | { readonly reason: string };

/** Reads the artefact in the contents of a file. */
export const unseal = (key: string, contents: Uint8Array): Unsealed => {
  const line = header.exec(Array.from(contents.subarray(0, longestHeader), (byte) => String.fromCharCode(byte)).join(''));
  if (line === null) return { reason: 'it does not begin with the line of an artefact, "dum-artefact 1 …"' };
  const bytes = contents.slice(line[0].length);
  if (String(bytes.length) !== line[1]) return { reason: `it has ${bytes.length} bytes after its first line, which records ${line[1]}` };
  if (checksumOf(key, bytes) !== line[2]) return { reason: 'its checksum does not hold' };
  return { bytes };
};
