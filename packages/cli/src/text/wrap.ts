/** The widest line of a report. */
const reportWidth = 100;

/** Breaks a paragraph at spaces into lines of at most `width` characters. */
export const wrap = (paragraph: string, width = reportWidth): string => {
  const lines: string[] = [];
  for (const word of paragraph.split(/ (?!%)/)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || longer.length > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join('\n');
};
