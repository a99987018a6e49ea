/** The message of an error in one line, without the name of the function that threw it. */
export const sentenceOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^[a-z][A-Za-z\d]*: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
};
