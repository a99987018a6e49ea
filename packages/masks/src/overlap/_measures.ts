import type { OverlapCounts } from './_count-overlap.js';

type Sizes = Pick<OverlapCounts, 'first' | 'second' | 'both'>;

const shareOf = (both: number, size: number): number => (size === 0 ? 1 : both / size);

export const iouOf = ({ first, second, both }: Sizes): number => shareOf(both, first + second - both);

export const ioMinOf = ({ first, second, both }: Sizes): number => shareOf(both, Math.min(first, second));

export const coverageOf = ({ first, both }: Omit<Sizes, 'second'>): number => shareOf(both, first);

export const intersectionOverSumOf = ({ first, second, both }: Sizes): number => (first + second === 0 ? 1 / 2 : both / (first + second));
