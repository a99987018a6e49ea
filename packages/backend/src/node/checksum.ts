import { createHash } from 'node:crypto';

/** SHA-256 as 64 hexadecimal digits. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const opening = '{"checksum":"';
const digits = 64;

const withDigits = (bytes: Uint8Array, hex: string): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy.set(Buffer.from(hex, 'latin1'), opening.length);
  return copy;
};

/** The bytes of a JSON document whose first member is `checksum`: the SHA-256 of the document with zeros in its place. */
export const sealJson = (document: object): Uint8Array => {
  const zeros = '0'.repeat(digits);
  const unsealed = Buffer.from(JSON.stringify({ checksum: zeros, ...document }));
  return withDigits(unsealed, sha256(unsealed));
};

/** Whether the bytes are exactly what {@link sealJson} gave. */
export const sealHolds = (bytes: Uint8Array): boolean => {
  const start = Buffer.from(bytes.subarray(0, opening.length + digits)).toString('latin1');
  const found = start.slice(opening.length);
  return start.startsWith(opening) && found.length === digits && sha256(withDigits(bytes, '0'.repeat(digits))) === found;
};
