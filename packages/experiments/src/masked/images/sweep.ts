import type { WindowGeometry } from './window-geometry.js';

/** One place of a kernel, and where its input lies from the position that is computed. */
interface Tap {
  /** Its index in the kernel. */
  readonly index: number;
  readonly row: number;
  readonly column: number;
}

/** Positions that the same taps compute, in rows and columns at even distances. */
export interface Sweep {
  readonly taps: readonly Tap[];
  /** The number of positions. */
  readonly rows: number;
  readonly columns: number;
  /** The distances of positions in the image that is read. */
  readonly readSteps: readonly [number, number];
  /** The first position in the image that is written, and their distances there. */
  readonly writeStart: readonly [number, number];
  readonly writeSteps: readonly [number, number];
}

const tapsOf = ({ size }: WindowGeometry, placeOf: (row: number, column: number) => readonly [number, number] | undefined): Tap[] => {
  const taps: Tap[] = [];
  for (let row = 0; row < size[0]; row++)
    for (let column = 0; column < size[1]; column++) {
      const place = placeOf(row, column);
      if (place !== undefined) taps.push({ index: row * size[1] + column, row: place[0], column: place[1] });
    }
  return taps;
};

/** The sweep of a kernel over an image. */
export const forwardSweep = (geometry: WindowGeometry): Sweep => {
  const { strides, dilations, pads, positions } = geometry;
  return {
    taps: tapsOf(geometry, (row, column) => [row * dilations[0] - pads[0], column * dilations[1] - pads[1]]),
    rows: positions[0],
    columns: positions[1],
    readSteps: strides,
    writeStart: [0, 0],
    writeSteps: [1, 1],
  };
};

/**
 * The sweeps that give the gradient of an image from that of what a kernel made of it: one for each remainder of a position by the strides,
 * because each is read by other taps.
 */
export const backwardSweeps = (geometry: WindowGeometry, image: readonly [height: number, width: number]): Sweep[] => {
  const { strides, dilations, pads } = geometry;
  const sweeps: Sweep[] = [];
  for (let top = 0; top < Math.min(strides[0], image[0]); top++)
    for (let left = 0; left < Math.min(strides[1], image[1]); left++) {
      const placeOf = (row: number, column: number) => {
        const [down, right] = [top + pads[0] - row * dilations[0], left + pads[1] - column * dilations[1]];
        return down % strides[0] === 0 && right % strides[1] === 0 ? ([down / strides[0], right / strides[1]] as const) : undefined;
      };
      sweeps.push({
        taps: tapsOf(geometry, placeOf),
        rows: Math.ceil((image[0] - top) / strides[0]),
        columns: Math.ceil((image[1] - left) / strides[1]),
        readSteps: [1, 1],
        writeStart: [top, left],
        writeSteps: strides,
      });
    }
  return sweeps;
};
