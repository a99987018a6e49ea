/** The widest line of a report. */
const reportWidth = 100;

/** A paragraph in lines of at most {@link reportWidth} characters, broken at spaces. */
export const wrap = (paragraph: string): string => {
  const lines: string[] = [];
  for (const word of paragraph.split(/ (?!%)/)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || longer.length > reportWidth) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join('\n');
};
