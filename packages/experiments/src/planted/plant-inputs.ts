import { size } from '../networks/input-rows.js';
import type { normals } from './normals.js';

/** The correlation of two positions of a channel, about that of neighbours in natural images. */
const ofAll = 0.9;

/**
 * Draws standard normal inputs, one for each unit of the first layer. Those of units with the same number in the two tasks are correlated,
 * and so are those of units of neither task with the tasks' inputs in turn.
 *
 * Most of the variance of an image's channel is shared by all of its positions.
 */
export const drawInputs = (
  draw: ReturnType<typeof normals>,
  shape: readonly number[],
  {
    samples,
    first,
    shared,
    correlation,
  }: { readonly samples: number; readonly first: number; readonly shared: number; readonly correlation: number },
): Float32Array => {
  const units = shape.at(-1)!;
  const x = draw('inputs')(samples * size(shape));
  if (shape.length > 1) {
    const ofSamples = draw('inputs of samples')(samples * units);
    x.forEach((value, at) => {
      const ofSample = ofSamples[Math.floor(at / size(shape)) * units + (at % units)]!;
      x[at] = Math.sqrt(ofAll) * ofSample + Math.sqrt(1 - ofAll) * value;
    });
  }
  const correlate = (start: number, from: number, to: number) => {
    x[start + to] = correlation * x[start + from]! + Math.sqrt(1 - correlation ** 2) * x[start + to]!;
  };
  const needed = 2 * first + shared;
  for (let start = 0; start < x.length; start += units) {
    for (let unit = 0; unit < first; unit++) correlate(start, unit, first + unit);
    for (let unit = needed; unit < units; unit++) correlate(start, (unit - needed) % needed, unit);
  }
  return x;
};
