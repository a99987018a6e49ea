import { type FigureWidth, pixelsOf } from './figure.js';

/** Breaks a text between words into lines of at most `most` characters. */
export const wrapLines = (text: string, most: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** Vega's estimate of the width of a character, in font sizes, where there is no canvas to measure it. */
const widthOfCharacter = 0.8;

/** Breaks the title of a figure, or another text of a font size in pixels, into lines that fit the figure's width. */
export const titleLines = (title: string, width: FigureWidth, fontSize = 14): string[] =>
  wrapLines(title, pixelsOf[width] / (fontSize * widthOfCharacter) - 4);
