import type { HostMemory } from '../../kernels/host-memory.js';
import type { Arrangement } from './arrange-channels.js';
import type { ImageLayout } from './image-layout.js';
import type { FrozenKernel } from './kernel-matrix.js';

/** The products of a kernel with an image, from some of its channels to all or some units. */
export interface ImageProducts {
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
