import { expect, it } from 'vitest';
import { arrangeAll } from '../../src/masked/images/arrange-channels.js';
import type { ImageTail, TailStep } from '../../src/masked/images/image-tail.js';
import { createStaleSteps } from '../../src/masked/images/stale-steps.js';

const geometry = { size: [1, 1], strides: [1, 1], dilations: [1, 1], pads: [0, 0], positions: [1, 1] } as const;
const kernel = (input: number, output: number): TailStep => ({
  ...{ kind: 'kernel', input, output, geometry, slope: 0 },
  ...{ kernel: new Float32Array(4), bias: new Float32Array(2) },
});
const sum = (inputs: number[], output: number): TailStep => ({
  ...{ kind: 'sum', inputs, output, slope: 0 },
  ...{ factor: new Float32Array(2), offset: new Float32Array(2) },
});

// image 0 → 1 → 2, and 3 = 0 + 2, then 4
const tail: ImageTail = {
  images: [0, 1, undefined, 2, undefined].map((mask) => ({ height: 1, width: 1, channels: 2, mask })),
  steps: [kernel(0, 1), kernel(1, 2), sum([0, 2], 3), kernel(3, 4)],
};
const masks = (...kept: number[][]) => kept.map((indices) => Uint32Array.from(indices));

it('runs what reads a changed mask, and what follows from it', () => {
  const { after, reset } = createStaleSteps(tail);
  const of = (...kept: number[][]) => after(masks(...kept), arrangeAll(tail));
  expect(of([0, 1], [0], [1])).toEqual([0, 1, 2, 3]);
  expect(of([0, 1], [0], [1])).toEqual([]);
  expect(of([0, 1], [1], [1])).toEqual([0, 1, 2, 3]);
  expect(of([0, 1], [1], [0, 1])).toEqual([2, 3]);
  reset();
  expect(of([0, 1], [1], [0, 1])).toEqual([0, 1, 2, 3]);
});
