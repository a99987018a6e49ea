import { accelerateWasm } from '@dum/backend';
import { conv2d, depthwiseConv2d, fused, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, it } from 'vitest';
import { expectSame } from './compare-backends.js';

beforeAll(() => void accelerateWasm());

const pair = (most: number) => fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }));
const settings = { size: pair(7), filter: pair(3), strides: pair(3), pad: fc.constantFrom<'same' | 'valid'>('same', 'valid') };
const cases = fc.record(settings).filter(({ size, filter }) => size.every((length, axis) => length >= filter[axis]!));

const four = (x: Tensor): Tensor4D => x as Tensor4D;

it.each<[string, number, (strides: [number, number], pad: 'same' | 'valid') => (...all: Tensor[]) => Tensor]>([
  ['a convolution', 3, (strides, pad) => (x, filter) => conv2d(four(x), four(filter), strides, pad)],
  [
    'a fused convolution',
    3,
    (strides, pad) => (x, filter) => fused.conv2d({ x: four(x), filter: four(filter), strides, pad, activation: 'relu' }),
  ],
  ['a depthwise convolution', 1, (strides, pad) => (x, filter) => depthwiseConv2d(four(x), four(filter), strides, pad)],
  [
    'a fused depthwise convolution',
    2,
    (strides, pad) => (x, filter) => fused.depthwiseConv2d({ x: four(x), filter: four(filter), strides, pad, activation: 'relu' }),
  ],
])('gives %s with strides larger than the filter what cpu gives', async (_, outputs, convolve) => {
  await fc.assert(
    fc.asyncProperty(cases, ({ size, filter, strides, pad }) =>
      expectSame([{ shape: [2, ...size, 2] }, { shape: [...filter, 2, outputs] }], convolve(strides, pad)),
    ),
    { numRuns: 100 },
  );
});
