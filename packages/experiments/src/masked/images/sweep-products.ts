import type { HostMemory, MemoryPlan } from '../../kernels/host-memory.js';
import type { ImageProducts, PlannedProducts } from './image-products.js';
import { planKernel } from './kernel-matrix.js';
import type { Sweep } from './sweep.js';

interface PlacedSweep extends Sweep {
  readonly indices: number;
  readonly offsets: number;
  readonly packed: number;
}

/** Places the kernel, and for each sweep the rows of it that are in use. */
export const planSweepProducts = (plan: MemoryPlan, sweeps: readonly Sweep[], planned: PlannedProducts): ImageProducts => {
  const { channels, from, to } = planned;
  const kernel = planKernel(plan, planned);
  const placed = sweeps.map((sweep): PlacedSweep => {
    const most = sweep.taps.length * channels;
    return { ...sweep, indices: plan.place(most), offsets: plan.place(most), packed: plan.place(most * kernel.columns) };
  });
  let memory: HostMemory;
  let [selected, blocks] = [0, 0];
  return {
    open(opened) {
      memory = opened;
      kernel.open(opened);
    },
    select(chosen, { places }, units) {
      const { words } = memory;
      selected = chosen.length;
      blocks = kernel.choose(units);
      for (const { taps, indices, offsets, packed } of placed) {
        let count = 0;
        for (const { index, row, column } of taps) {
          const place = row * from.row + column * from.column;
          for (const channel of chosen) {
            words[indices / 4 + count] = index * channels + channel;
            words[offsets / 4 + count] = place + 4 * places[channel]!;
            count++;
          }
        }
        kernel.pack(0, indices, count, packed);
      }
    },
    run(x, out, slope, adds) {
      for (const { taps, rows, columns, readSteps, writeStart, writeSteps, offsets, packed } of placed) {
        memory.kernels.multiplyImage(
          ...([x + from.origin, readSteps[0] * from.row, readSteps[1] * from.column, rows, columns] as const),
          ...([offsets, taps.length * selected, packed, blocks, kernel.biases] as const),
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
