import { paddedColumns } from '../../kernels/host-kernels.js';
import type { Arrangement } from './arrange-channels.js';
import type { ImageLayout } from './image-layout.js';
import type { PlacedImage, PlacedStep, PlacedTail } from './placed-tail.js';
import type { WindowGeometry } from './window-geometry.js';

/** Computes what a step makes of one sample. */
export const runForward = (tail: PlacedTail, arrangements: readonly Arrangement[], step: PlacedStep, sample: number): void => {
  const { memory, images, vectors } = tail;
  const { kernels } = memory;
  const valuesOf = ({ values, stride }: PlacedImage) => values + sample * stride;
  const output = images[step.output]!;
  const to = valuesOf(output);
  const { computed } = arrangements[step.output]!;
  const channels = paddedColumns(computed.length);
  if (step.kind === 'kernel') {
    step.forward!.run(valuesOf(images[step.input]!), to, step.slope, false);
  } else if (step.kind === 'sum') {
    const { height, width, column, row, origin } = output.layout;
    for (const [at, input] of step.inputs.entries()) {
      const from = images[input]!;
      const isLast = at === step.inputs.length - 1;
      writeVectors(tail, computed, step.factor, isLast ? step.offset : undefined, from);
      kernels.scaleImage(
        ...([valuesOf(from) + from.layout.origin, from.layout.row, height, width, column, channels] as const),
        ...([vectors.factor, isLast ? vectors.offset : vectors.zeros, to + origin, row] as const),
        ...([isLast ? step.slope : 1, at > 0] as const),
      );
    }
  } else {
    const { layout, bits } = images[step.input]!;
    const from = valuesOf(images[step.input]!) + layout.origin;
    eachWindow(step.geometry, layout, (row, column, rows, columns, outRow, outColumn) => {
      kernels[step.of](
        ...([from + row * layout.row + column * layout.column, layout.row, rows, columns, layout.column, channels, bits] as const),
        to + output.layout.origin + outRow * output.layout.row + outColumn * output.layout.column,
      );
    });
  }
};

/**
 * Takes the gradient of one sample back through the mask, the activation and the step of an image, or, without a step, through the mask at
 * the cut. `written` has the images whose gradients have been written so far.
 */
export const runBackward = (tail: PlacedTail, step: PlacedStep | undefined, sample: number, written: Set<number>): void => {
  const { memory, images, vectors } = tail;
  const { kernels } = memory;
  const output = images[step?.output ?? 0]!;
  const { height, width, channels, row, origin, column } = output.gradientLayout;
  const slope = step === undefined || step.kind === 'pool' ? 1 : step.slope;
  if (output.mask !== undefined || slope !== 1) {
    kernels.gateImage(
      ...([output.gradient + origin, row, output.values + sample * output.stride + output.layout.origin, output.layout.row] as const),
      ...([height, width, channels, output.bits, output.sums, slope] as const),
    );
  }
  if (step === undefined) return;
  for (const input of step.kind === 'sum' ? step.inputs : [step.input]) {
    const from = images[input]!;
    const to = from.gradientLayout;
    const adds = written.has(input);
    written.add(input);
    if (step.kind === 'kernel') {
      step.backward!.run(output.gradient, from.gradient, 1, adds);
    } else if (step.kind === 'sum') {
      writeVectors(tail, step.factor.keys(), step.factor);
      kernels.scaleImage(
        ...([output.gradient + origin, row, height, width, column, channels, vectors.factor, vectors.zeros] as const),
        ...([from.gradient + to.origin, to.row, 1, adds] as const),
      );
    } else {
      if (!adds) kernels.clearImage(from.gradient + to.origin, to.row, to.height, to.width, to.channels);
      const { layout } = from;
      const x = from.values + sample * from.stride + layout.origin;
      const y = output.values + sample * output.stride + output.layout.origin;
      eachWindow(step.geometry, layout, (top, left, rows, columns, outRow, outColumn) => {
        const gradient = output.gradient + origin + outRow * row + outColumn * column;
        const place = from.gradient + to.origin + top * to.row + left * to.column;
        if (step.of === 'mean') kernels.spreadMean(gradient, rows, columns, channels, place, to.row);
        else {
          kernels.spreadLargest(
            ...([x + top * layout.row + left * layout.column, layout.row, rows, columns, channels, from.bits] as const),
            ...([y + outRow * output.layout.row + outColumn * output.layout.column, gradient, place, to.row] as const),
          );
        }
      });
    }
  }
};

/** Writes the factors of channels, 0 for those that the mask of an image drops, and the offsets. */
const writeVectors = (
  { memory, vectors }: PlacedTail,
  computed: Iterable<number>,
  factor: Float32Array,
  offset?: Float32Array,
  of?: PlacedImage,
): void => {
  let at = 0;
  for (const channel of computed) {
    memory.values[vectors.factor / 4 + at] = factor[channel]! * (of === undefined ? 1 : memory.values[of.bits / 4 + at]!);
    if (offset !== undefined) memory.values[vectors.offset / 4 + at] = offset[channel]!;
    at++;
  }
};

/** Calls a function with the part of each window that lies within the image, and the position that it makes. */
const eachWindow = (
  { size, strides, pads, positions }: WindowGeometry,
  { height, width }: ImageLayout,
  use: (row: number, column: number, rows: number, columns: number, outRow: number, outColumn: number) => void,
): void => {
  for (let outRow = 0; outRow < positions[0]; outRow++) {
    const top = outRow * strides[0] - pads[0];
    const [first, end] = [Math.max(0, top), Math.min(height, top + size[0])];
    for (let outColumn = 0; outColumn < positions[1]; outColumn++) {
      const left = outColumn * strides[1] - pads[1];
      const start = Math.max(0, left);
      use(first, start, end - first, Math.min(width, left + size[1]) - start, outRow, outColumn);
    }
  }
};
