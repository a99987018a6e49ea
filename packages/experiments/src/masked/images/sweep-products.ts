import type { HostMemory, MemoryPlan } from '../../kernels/host-memory.js';
import { paddedColumns } from '../../kernels/host-kernels.js';
import type { Arrangement } from './arrange-channels.js';
import type { ImageLayout } from './image-layout.js';
import type { Sweep } from './sweep.js';

/** The products of a kernel with an image, from some of its channels to all units. */
export interface SweepProducts {
  /** Writes the kernel into the memory. */
  open(memory: HostMemory): void;
  /** Chooses the channels that are not 0, with their places, and the units to compute, by default all. */
  select(channels: Uint32Array, arrangement: Arrangement, units?: Uint32Array): void;
  /** out = max(sum, slope·sum), where the sum starts from the bias or, with `adds`, from what `out` holds. Both are addresses of images. */
  run(x: number, out: number, slope: number, adds: boolean): void;
}

interface PlacedSweep extends Sweep {
  readonly indices: number;
  readonly offsets: number;
  readonly packed: number;
}

/** Places what products need: the kernel `[taps, channels, units]`, and for each sweep the rows of it that are in use. */
export const planProducts = (
  plan: MemoryPlan,
  sweeps: readonly Sweep[],
  { kernel, bias, channels, units }: Pick<HostProducts, 'kernel' | 'bias' | 'channels' | 'units'>,
  from: ImageLayout,
  to: ImageLayout,
): SweepProducts => {
  const columns = paddedColumns(units);
  const rows = kernel.length / units;
  const [matrix, biases] = [plan.place(rows * columns), plan.place(columns)];
  const placed = sweeps.map((sweep): PlacedSweep => {
    const most = sweep.taps.length * channels;
    return { ...sweep, indices: plan.place(most), offsets: plan.place(most), packed: plan.place(most * columns) };
  });
  const chosenUnits = plan.place(columns);
  let memory: HostMemory;
  let selected = 0;
  let blocks = columns / 8;
  return {
    open(opened) {
      memory = opened;
      for (let row = 0; row < rows; row++) memory.values.set(kernel.subarray(row * units, (row + 1) * units), matrix / 4 + row * columns);
      if (bias !== undefined) memory.values.set(bias, biases / 4);
    },
    select(chosen, arrangement, wanted) {
      const { words, values, kernels } = memory;
      selected = chosen.length;
      if (wanted !== undefined) {
        blocks = paddedColumns(wanted.length) / 8;
        // the last unit fills up a block
        for (let at = 0; at < 8 * blocks; at++) {
          const unit = wanted[Math.min(at, wanted.length - 1)]!;
          words[chosenUnits / 4 + at] = unit;
          values[biases / 4 + at] = bias?.[unit] ?? 0;
        }
      }
      for (const { taps, indices, offsets, packed } of placed) {
        let count = 0;
        for (const { index, row, column } of taps) {
          const place = row * from.row + column * from.column;
          for (let at = 0; at < chosen.length; at++) {
            const channel = chosen[at]!;
            words[indices / 4 + count] = index * channels + channel;
            words[offsets / 4 + count] = place + 4 * arrangement.places[channel]!;
            count++;
          }
        }
        if (wanted === undefined) kernels.packRows(matrix, indices, count, blocks, packed);
        else kernels.packColumns(matrix, 4 * columns, indices, count, chosenUnits, blocks, packed);
      }
    },
    run(x, out, slope, adds) {
      for (const { taps, rows: high, columns: wide, readSteps, writeStart, writeSteps, offsets, packed } of placed) {
        memory.kernels.multiplyImage(
          ...([x + from.origin, readSteps[0] * from.row, readSteps[1] * from.column, high, wide] as const),
          ...([offsets, taps.length * selected, packed, blocks, biases] as const),
          out + to.origin + writeStart[0] * to.row + writeStart[1] * to.column,
          writeSteps[0] * to.row,
          writeSteps[1] * to.column,
          slope,
          adds,
        );
      }
    },
  };
};

/** A kernel `[taps, channels, units]` in host memory terms. */
interface HostProducts {
  readonly kernel: Float32Array;
  readonly bias?: Float32Array | undefined;
  readonly channels: number;
  readonly units: number;
}
