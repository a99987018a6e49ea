import { keptUnits, type Subnetwork } from '@dum/masks/mask-set';
import { coverage, ioMin, iou } from '@dum/masks/overlap';
import { ratio } from './figures.js';
import { formatTable } from './table.js';

/** What two subnetworks share. */
export interface Overlap {
  readonly first: string;
  readonly second: string;
  readonly units: Readonly<Record<'first' | 'second' | 'both', number>>;
  readonly iou: number;
  readonly ioMin: number;
  /** The share of each one's units that the other has too. */
  readonly coverage: Readonly<Record<'first' | 'second', number>>;
}

/** What two subnetworks share, in all masked layers or in one. */
export const overlapOf = (first: Subnetwork, second: Subnetwork, layer: string | undefined): Overlap => {
  const [a, b, options] = [first.masks, second.masks, { layer }];
  const share = { first: coverage(a, b, options), second: coverage(b, a, options) };
  const units = { first: keptUnits(a, layer), second: keptUnits(b, layer) };
  return {
    first: first.task,
    second: second.task,
    units: { ...units, both: Math.round(share.first * units.first) },
    iou: iou(a, b, options),
    ioMin: ioMin(a, b, options),
    coverage: share,
  };
};

/** One row a pair, and a line on empty masks when there are any. */
export const overlapTable = (pairs: readonly Overlap[]): string => {
  const columns = [
    { title: 'first' },
    { title: 'second' },
    ...['first', 'second', 'both'].map((title) => ({ title, group: 'units' })),
    { title: 'iou' },
    { title: 'ioMin' },
    ...['of first', 'of second'].map((title) => ({ title, group: 'coverage' })),
  ];
  const rows = pairs.map((pair) => [
    pair.first,
    pair.second,
    ...[pair.units.first, pair.units.second, pair.units.both].map(String),
    ...[pair.iou, pair.ioMin, pair.coverage.first, pair.coverage.second].map(ratio),
  ]);
  const empty = pairs.some(({ units }) => units.first === 0 || units.second === 0);
  return `${formatTable(columns, rows)}${empty ? '\n\nA mask that keeps no unit lies within every other: a 1.000 beside 0 units says nothing.' : ''}`;
};
