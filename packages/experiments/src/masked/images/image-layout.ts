import { paddedColumns } from '../../kernels/host-kernels.js';
import type { Sweep } from './sweep.js';
import type { TailImage } from './image-tail.js';

/** How an image lies in memory: channels last, in a border of zeros. Sizes are in bytes, except those of the image. */
export interface ImageLayout {
  readonly height: number;
  readonly width: number;
  /** The channels, with those of value 0 that fill up a multiple of eight. */
  readonly channels: number;
  readonly column: number;
  readonly row: number;
  /** From the start to the first value within the border. */
  readonly origin: number;
  readonly bytes: number;
}

/** The layout of an image that these sweeps read. */
export const layoutOf = ({ height, width, channels: own }: Omit<TailImage, 'mask'>, readers: readonly Sweep[]): ImageLayout => {
  const [top, bottom] = border(readers, height, 'row');
  const [left, right] = border(readers, width, 'column');
  const channels = paddedColumns(own);
  const column = 4 * channels;
  const row = (left + width + right) * column;
  return { height, width, channels, column, row, origin: top * row + left * column, bytes: (top + height + bottom) * row };
};

/** How far sweeps read before the first and behind the last row or column. */
const border = (sweeps: readonly Sweep[], size: number, axis: 'row' | 'column'): [before: number, behind: number] => {
  let [first, last] = [0, size - 1];
  for (const { taps, rows, columns, readSteps } of sweeps) {
    const reach = axis === 'row' ? (rows - 1) * readSteps[0] : (columns - 1) * readSteps[1];
    for (const { [axis]: place } of taps) {
      first = Math.min(first, place);
      last = Math.max(last, place + reach);
    }
  }
  return [-first, last - size + 1];
};
