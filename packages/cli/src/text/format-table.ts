import Table from 'cli-table3';

/** A column of a table: its title, and the title of its group. */
export interface Column {
  readonly title: string;
  readonly group?: string;
}

/**
 * A table without borders: group titles, titles, a rule, rows, and after another rule a last row; numbers to the right, the first column to
 * the left.
 */
export const formatTable = (columns: readonly Column[], rows: readonly (readonly string[])[], lastRow?: readonly string[]): string => {
  const titles = columns.map(({ title }) => title);
  const groups = groupCells(columns);
  const table = new Table({
    chars: noBorder,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: columns.map((_, index) => (index === 0 ? 'left' : 'right')),
  });
  table.push(
    ...(groups === undefined ? [] : [groups]),
    titles,
    ...rows.map((row) => [...row]),
    ...(lastRow === undefined ? [] : [[...lastRow]]),
  );
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const rule = '─'.repeat(Math.max(...lines.map((line) => line.length)));
  const head = groups === undefined ? 1 : 2;
  lines.splice(head, 0, rule);
  if (lastRow !== undefined) lines.splice(-1, 0, rule);
  return lines.join('\n');
};

const noBorder = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

const groupCells = (
  columns: readonly Column[],
): { content: string; colSpan: number; hAlign: 'right' | 'left' | 'center' }[] | undefined => {
  if (columns.every(({ group }) => group === undefined)) return undefined;
  const cells: { content: string; colSpan: number; hAlign: 'center' }[] = [];
  for (const { group = '' } of columns) {
    const last = cells.at(-1);
    if (last !== undefined && last.content === group) last.colSpan++;
    else cells.push({ content: group, colSpan: 1, hAlign: 'center' });
  }
  return cells;
};
