/** A command as it can be typed into a shell again. */
export const commandLine = (argv: readonly string[]): string => ['dum', ...argv].map(quote).join(' ');

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
