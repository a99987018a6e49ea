import type { HostMemory, MemoryPlan } from '../../kernels/host-memory.js';
import type { Arrangement } from './arrange-channels.js';
import type { ImageLayout } from './image-layout.js';
import { type FrozenKernel, planKernel } from './kernel-matrix.js';
import type { Sweep } from './sweep.js';
import { canTile, planTileProducts } from './tile-products.js';

/** The products of a kernel with an image, from some of its channels to all or some units. */
export interface SweepProducts {
  /** Writes the kernel into the memory. */
  readonly open: (memory: HostMemory) => void;
  /** Chooses the channels that are not 0, with their places, and the units to compute, by default all. */
  readonly select: (channels: Uint32Array, arrangement: Arrangement, units?: Uint32Array) => void;
  /** out = max(sum, slope·sum), where the sum starts from the bias or, with `adds`, from what `out` holds. Both are addresses of images. */
  readonly run: (x: number, out: number, slope: number, adds: boolean) => void;
}

/** What products are planned for: a kernel `[taps, channels, units]`, and the layouts of the images that they read and write. */
export interface PlannedProducts extends FrozenKernel {
  readonly channels: number;
  readonly from: ImageLayout;
  readonly to: ImageLayout;
}

interface PlacedSweep extends Sweep {
  readonly indices: number;
  readonly offsets: number;
  readonly packed: number;
}

/** The fewest channels for which tiles pay, because turning images into tiles and back takes the same for any number. */
const fewestForTiles = 12;

/** Places what products need: by tiles where these pay, otherwise place by place. */
export const planProducts = (plan: MemoryPlan, sweeps: readonly Sweep[], planned: PlannedProducts): SweepProducts => {
  const plain = planSweepProducts(plan, sweeps, planned);
  if (!canTile(sweeps) || planned.channels < fewestForTiles) return plain;
  const tiled = planTileProducts(plan, sweeps[0]!, planned);
  let chosen = plain;
  return {
    open(memory) {
      plain.open(memory);
      tiled.open(memory);
    },
    select(channels, arrangement, units) {
      chosen = channels.length < fewestForTiles ? plain : tiled;
      chosen.select(channels, arrangement, units);
    },
    run: (x, out, slope, adds) => {
      chosen.run(x, out, slope, adds);
    },
  };
};

/** Places the kernel, and for each sweep the rows of it that are in use. */
const planSweepProducts = (plan: MemoryPlan, sweeps: readonly Sweep[], planned: PlannedProducts): SweepProducts => {
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
