import { accelerateWasm } from '@dum/backend';
import { grad, maxPool, mul, relu, sub, sum, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { computeOn, expectSame } from './compare-backends.js';

beforeAll(() => void accelerateWasm());

const pair = (most: number) => fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }));
const cases = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    size: pair(7),
    channels: fc.integer({ min: 1, max: 3 }),
    window: pair(3),
    strides: pair(3),
    pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
    lowered: fc.constantFrom(0, 3, 9),
    flat: fc.boolean(),
  })
  .filter(({ size, window }) => size.every((length, axis) => length >= window[axis]!));

it('is that of cpu, ties and windows without a positive value included', async () => {
  const check = async ({
    batch,
    size,
    channels,
    window,
    strides,
    pad,
    lowered,
    flat,
  }: typeof cases extends fc.Arbitrary<infer T> ? T : never) => {
    const shape = [batch, ...size, channels];
    const pooled = (x: Tensor, weights: Tensor) => sum(mul(maxPool((flat ? relu(x) : x) as Tensor4D, window, strides, pad), weights));
    const [height, width] = size.map((length, axis) =>
      Math.ceil((pad === 'same' ? length : length - window[axis]! + 1) / strides[axis]!),
    ) as [number, number];
    await expectSame([{ shape }, { shape: [batch, height, width, channels] }], (x, weights) =>
      grad((lower: Tensor) => pooled(lower, weights))(sub(x, lowered)),
    );
  };
  await fc.assert(fc.asyncProperty(cases, check), { numRuns: 150 });
});

it('sends the gradient of a window of zeros to its first value', async () => {
  const { values } = await computeOn('wasm', [{ shape: [1, 4, 4, 1] }], (x) =>
    grad((y) => sum(maxPool(y as Tensor4D, 2, 2, 'valid')))(mul(x, 0)),
  );
  expect(Array.from(values)).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
});
