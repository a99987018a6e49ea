import { accelerateWasm } from '@dum/backend';
import { conv2d, depthwiseConv2d, fused, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectSame } from './compare-backends.js';

accelerateWasm();

const sizes = fc.record({
  image: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
  kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
});
const kinds = {
  conv2d: (x: Tensor4D, filter: Tensor4D, strides: [number, number]) => conv2d(x, filter, strides, 'same'),
  'fused conv2d': (x: Tensor4D, filter: Tensor4D, strides: [number, number]) =>
    fused.conv2d({ x, filter, strides, pad: 'same', activation: 'relu' }),
  depthwiseConv2d: (x: Tensor4D, filter: Tensor4D, [stride]: [number, number]) => depthwiseConv2d(x, filter, stride, 'same'),
  'depthwiseConv2d as the layer calls it': (x: Tensor4D, filter: Tensor4D, [stride]: [number, number]) =>
    depthwiseConv2d(x, filter, stride, 'same', 'NHWC', null as never),
  'fused depthwiseConv2d': (x: Tensor4D, filter: Tensor4D, [stride]: [number, number]) =>
    fused.depthwiseConv2d({ x, filter, strides: stride, pad: 'same', activation: 'relu' }),
};

describe('same padding on wasm is that of cpu, strides larger than the kernel included', () => {
  it.each(Object.entries(kinds))('%s', async (_, compute) => {
    await fc.assert(
      fc.asyncProperty(sizes, async ({ image, kernel, strides }) => {
        await expectSame([{ shape: [2, ...image, 3] }, { shape: [...kernel, 3, 2] }], (x, filter) =>
          compute(x as Tensor4D, filter as Tensor4D, strides),
        );
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('takes an image without its batch', async () => {
    await expectSame([{ shape: [3, 4, 2] }, { shape: [1, 1, 2, 2] }], (x, filter) =>
      conv2d(x as Tensor3D, filter as Tensor4D, [3, 2], 'same'),
    );
    expect.assertions(2);
  });
});
