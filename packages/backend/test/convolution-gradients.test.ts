import { accelerateWasm } from '@dum/backend';
import { conv2d, depthwiseConv2d, engine, memory, randomUniform, setBackend, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeOn, type Operand } from './compare-backends.js';

beforeAll(async () => {
  accelerateWasm();
  await setBackend('wasm');
});

interface Case {
  readonly batch: number;
  readonly size: readonly [number, number];
  readonly window: readonly [number, number];
  readonly inputs: number;
  readonly outputs: number;
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: 'same' | 'valid' | number | 'explicit';
}
const square = ([side]: readonly [number, number]): [number, number] => [side, side];
const pair = (most: number) => fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }));
const cases: fc.Arbitrary<Case> = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    size: pair(11),
    window: pair(4),
    inputs: fc.integer({ min: 1, max: 5 }),
    outputs: fc.integer({ min: 1, max: 3 }),
    strides: pair(3),
    dilations: pair(2),
    pad: fc.constantFrom<Case['pad']>('same', 'valid', 0, 1, 2, 'explicit'),
  })
  // core reads a number as padding for square windows only
  .map((one) =>
    typeof one.pad === 'number' ? { ...one, window: square(one.window), strides: square(one.strides), dilations: square([1, 1]) } : one,
  )
  .filter(({ size, window, dilations }) => size.every((length, axis) => length >= (window[axis]! - 1) * dilations[axis]! + 1))
  .filter(({ strides, dilations }) => Math.max(...strides) === 1 || Math.max(...dilations) === 1);

const explicit: [[number, number], [number, number], [number, number], [number, number]] = [
  [0, 0],
  [1, 2],
  [0, 3],
  [0, 0],
];
const padOf = ({ pad }: Case) => (pad === 'explicit' ? explicit : pad);

const run = (name: string, inputs: Record<string, Tensor>, attributes: object): Tensor =>
  engine().runKernel(name, inputs, attributes as never);
const inner = ({ values: a }: { values: ArrayLike<number> }, { values: b }: { values: ArrayLike<number> }): number =>
  Array.from(a).reduce((total, value, i) => total + value * b[i]!, 0);

/**
 * A convolution is linear in its input and in its filter, so ⟨dy, conv(x, w)⟩ = ⟨dx, x⟩ = ⟨dw, w⟩ for every x, w and dy.
 * The convolution itself is computed on cpu, the gradients on wasm.
 */
const expectAdjoint = async (one: Case, depthwise: boolean): Promise<void> => {
  const { strides, dilations, batch, size, window, inputs, outputs } = one;
  const [x, filter] = [
    { shape: [batch, ...size, inputs], seed: 1 },
    { shape: [...window, inputs, outputs], seed: 2 },
  ] as const;
  const forward = (a: Operand, b: Operand) =>
    computeOn('cpu', [a, b], (input, weights) =>
      depthwise
        ? depthwiseConv2d(input as Tensor4D, weights as Tensor4D, strides, padOf(one) as never, 'NHWC', dilations)
        : conv2d(input as Tensor4D, weights as Tensor4D, strides, padOf(one), 'NHWC', dilations),
    );
  const dy = { shape: (await forward(x, filter)).shape, seed: 3 };
  if (dy.shape.includes(0)) return;
  const attributes = { strides, dilations, pad: padOf(one), dataFormat: 'NHWC', filterShape: filter.shape, inputShape: x.shape };
  const prefix = depthwise ? 'DepthwiseConv2dNative' : 'Conv2D';
  const dx = await computeOn('wasm', [dy, filter], (gradient, weights) =>
    run(`${prefix}BackpropInput`, { dy: gradient, filter: weights }, attributes),
  );
  const dw = await computeOn('wasm', [x, dy], (input, gradient) => run(`${prefix}BackpropFilter`, { x: input, dy: gradient }, attributes));
  expect(dx.shape).toEqual(x.shape);
  expect(dw.shape).toEqual(filter.shape);

  const same = (operand: Operand) => computeOn('cpu', [operand], (values) => values.clone());
  const gradient = await same(dy);
  for (const seed of [4, 5, 6]) {
    const [otherX, otherFilter] = [
      { ...x, seed },
      { ...filter, seed },
    ];
    const tolerance = 1e-4 * (1 + gradient.values.length * window[0] * window[1]);
    expect(Math.abs(inner(dx, await same(otherX)) - inner(gradient, await forward(otherX, filter)))).toBeLessThan(tolerance);
    expect(Math.abs(inner(dw, await same(otherFilter)) - inner(gradient, await forward(x, otherFilter)))).toBeLessThan(tolerance);
  }
};

describe('the gradients of a convolution on wasm', () => {
  it.each([
    ['plain', false],
    ['depthwise', true],
  ])('are adjoint to it over sizes, strides, dilations and padding: %s', async (_, depthwise) => {
    await fc.assert(
      fc.asyncProperty(cases, (one) => expectAdjoint(one, depthwise)),
      { numRuns: 150 },
    );
  });

  it('are adjoint with many channels and many values, where the filter gradient goes position by position', async () => {
    await expectAdjoint(
      { batch: 2, size: [6, 5], window: [3, 3], inputs: 70, outputs: 3, strides: [1, 1], dilations: [1, 1], pad: 'same' },
      false,
    );
  });

  it.each(['Conv2DBackpropFilter', 'Conv2DBackpropInput'])('are those of cpu: %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(
        cases.filter(({ dilations }) => Math.max(...dilations) === 1),
        async (one) => {
          const { strides, inputs, outputs, batch, size, window } = one;
          const inputShape = [batch, ...size, inputs] as [number, number, number, number];
          const filterShape = [...window, inputs, outputs] as [number, number, number, number];
          const [x, filter] = [{ shape: inputShape }, { shape: filterShape }];
          const { shape } = await computeOn('cpu', [x, filter], (a, b) => conv2d(a as Tensor4D, b as Tensor4D, strides, padOf(one)));
          if (shape.includes(0)) return;
          const attributes = { strides, pad: padOf(one), dataFormat: 'NHWC', filterShape, inputShape };
          const of = (backend: 'cpu' | 'wasm') =>
            computeOn(backend, [x, filter, { shape }], (a, b, dy) =>
              run(name, name.endsWith('Filter') ? { x: a, dy: dy } : { dy: dy, filter: b }, attributes),
            );
          const [cpu, wasm] = [await of('cpu'), await of('wasm')];
          expect(wasm.shape).toEqual(cpu.shape);
          const scale = 1 + Math.max(...Array.from(cpu.values, Math.abs));
          expect(Math.max(...Array.from(cpu.values, (value, i) => Math.abs(value - wasm.values[i]!)))).toBeLessThan(1e-5 * scale);
        },
      ),
      { numRuns: 100 },
    );
    await setBackend('wasm');
  });

  it('hold no memory', async () => {
    await expectAdjoint(
      { batch: 1, size: [3, 3], window: [2, 2], inputs: 1, outputs: 1, strides: [1, 1], dilations: [1, 1], pad: 'valid' },
      false,
    );
    await setBackend('wasm');
    const held = () => [memory().numTensors, memory().numDataBuffers, engine().backend.numDataIds()];
    const before = held();
    for (const depthwise of [false, true]) {
      for (const strides of [
        [1, 1],
        [2, 3],
      ] as [number, number][]) {
        await expectAdjoint(
          { batch: 2, size: [7, 8], window: [3, 2], inputs: 3, outputs: 2, strides, dilations: [1, 1], pad: 'same' },
          depthwise,
        );
      }
    }
    await setBackend('wasm');
    expect(held()).toEqual(before);
  });
});

describe('a convolutional network on wasm', () => {
  it('is trained as it is on cpu', async () => {
    const losses = async (backend: string): Promise<number[]> => {
      await setBackend(backend);
      const network = sequential({
        layers: [
          layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu', inputShape: [9, 8, 2] }),
          layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, activation: 'relu' }),
          layers.conv2d({ filters: 3, kernelSize: 2 }),
          layers.flatten(),
          layers.dense({ units: 2 }),
        ],
      });
      network.setWeights(network.getWeights().map((weight, i) => randomUniform(weight.shape, -0.5, 0.5, 'float32', i + 1)));
      network.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      const x = randomUniform([12, 9, 8, 2], -1, 1, 'float32', 21);
      const y = randomUniform([12, 2], -1, 1, 'float32', 22);
      const { history } = await network.fit(x, y, { epochs: 5, batchSize: 4, shuffle: false, verbose: 0 });
      return history.loss as number[];
    };
    const [cpu, wasm] = [await losses('cpu'), await losses('wasm')];
    expect(wasm[4]!).toBeLessThan(wasm[0]!);
    expect(Math.max(...cpu.map((loss, i) => Math.abs(loss - wasm[i]!)))).toBeLessThan(1e-5);
  });
});
