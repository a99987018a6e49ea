/** Guesses the kind of another file from its first two bytes, as the end of a message. */
export const guessKind = ([first, second]: Uint8Array): string => {
  if (first === 0x1f && second === 0x8b) return '; this is a gzip file, which must be decompressed first';
  if (first === 0x3c) return '; this looks like a web page, perhaps an error page saved by a download';
  return '';
};
