import { type FigureWidth, pixelsOf } from '../figures/figure.js';

/** A text in lines of at most so many characters, cut between words. */
export const wrapLines = (text: string, most: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** Vega takes a character to be so wide, in font sizes, where there is no canvas to measure it. */
const widthOfCharacter = 0.8;

/** The title of a figure, or another text of so many pixels high, in lines that fit its width. */
export const titleLines = (title: string, width: FigureWidth, fontSize = 14): string[] =>
  wrapLines(title, pixelsOf[width] / (fontSize * widthOfCharacter) - 4);
