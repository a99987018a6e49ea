import type { HostMemory, MemoryPlan } from '../../kernels/host-memory.js';
import type { ImageProducts, PlannedProducts } from './image-products.js';
import { planKernel } from './kernel-matrix.js';
import type { Sweep } from './sweep.js';

/** The tiles that are computed at once, so that they stay in the cache. */
const tilesAtOnce = 16;

/** Whether tiles compute a sweep: a kernel of 3 × 3 at every position of an image with even sides. */
export const canTile = ([sweep, ...others]: readonly Sweep[]): boolean =>
  sweep !== undefined &&
  others.length === 0 &&
  sweep.taps.length === 9 &&
  [...sweep.readSteps, ...sweep.writeSteps, spanOf(sweep, 'row') - 1, spanOf(sweep, 'column') - 1].every((step) => step === 1) &&
  sweep.rows % 2 === 0 &&
  sweep.columns % 2 === 0;

const spanOf = ({ taps }: Sweep, axis: 'row' | 'column'): number => Math.max(...taps.map((tap) => tap[axis])) - firstOf(taps, axis);

const firstOf = (taps: Sweep['taps'], axis: 'row' | 'column'): number => Math.min(...taps.map((tap) => tap[axis]));

/** Products by tiles of 2 × 2 positions, which take 16 multiplications where the sweep takes 36: Winograd's F(2×2, 3×3). */
export const planTileProducts = (
  plan: MemoryPlan,
  { taps, rows, columns }: Sweep,
  { kernel, bias, channels, units, from, to }: PlannedProducts,
): ImageProducts => {
  const [top, left] = [firstOf(taps, 'row'), firstOf(taps, 'column')];
  const placed = taps.map(({ index, row, column }) => ({ index, row: row - top, column: column - left }));
  const matrix = planKernel(plan, { kernel: transformed(kernel, placed, channels * units), bias, units });
  const tileRows = Math.min(rows / 2, Math.max(1, Math.floor(tilesAtOnce / (columns / 2))));
  const tiles = tileRows * (columns / 2);
  const [indices, offsets, zeros] = [plan.place(channels), plan.place(channels), plan.place(matrix.columns)];
  const packed = plan.place(16 * channels * matrix.columns);
  const [inputs, sums] = [plan.place(16 * tiles * from.channels), plan.place(16 * tiles * matrix.columns)];
  let memory: HostMemory;
  let [selected, blocks] = [0, 0];
  return {
    open(opened) {
      memory = opened;
      matrix.open(opened);
    },
    select(chosen, { places }, wanted) {
      selected = chosen.length;
      blocks = matrix.choose(wanted);
      for (const [at, channel] of chosen.entries()) {
        memory.words[indices / 4 + at] = channel;
        memory.words[offsets / 4 + at] = 4 * places[channel]!;
      }
      for (let place = 0; place < 16; place++) matrix.pack(place * channels, indices, selected, packed + 32 * place * selected * blocks);
    },
    run(x, out, slope, adds) {
      memory.kernels.multiplyTiles(
        ...([x + from.origin + top * from.row + left * from.column, from.row, from.channels, rows, columns, tileRows] as const),
        ...([offsets, selected, packed, blocks, matrix.biases, zeros, out + to.origin, to.row, to.column] as const),
        ...([slope, adds, inputs, sums] as const),
      );
    },
  };
};

/** G of Winograd's F(2, 3). */
const spread = [
  [1, 0, 0],
  [0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0, 0, 1],
] as const;

/** G·g·Gᵀ for each pair of channel and unit: `[9, pairs]` → `[16, pairs]`. */
const transformed = (
  kernel: Float32Array,
  taps: readonly { readonly index: number; readonly row: number; readonly column: number }[],
  pairs: number,
): Float32Array => {
  const result = new Float32Array(16 * pairs);
  for (let row = 0; row < 4; row++)
    for (let column = 0; column < 4; column++)
      for (const tap of taps) {
        const factor = spread[row]![tap.row]! * spread[column]![tap.column]!;
        if (factor === 0) continue;
        const start = (4 * row + column) * pairs;
        for (let pair = 0; pair < pairs; pair++) result[start + pair]! += factor * kernel[tap.index * pairs + pair]!;
      }
  return result;
};
