import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { accelerateWasm } from '@dum/backend';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

type Case = { shape: number[]; dtype?: 'float32' | 'int32' | 'bool' };
type Values = Float32Array | Int32Array | Uint8Array;

const ramp = ({ shape, dtype = 'float32' }: Case, seed: number): tf.Tensor => {
  const values = Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(seed + i * 1.7) * 3);
  if (dtype === 'float32') return tf.tensor(values, shape);
  return tf.tensor(dtype === 'int32' ? values.map(Math.round) : values.map((value) => value > 0), shape, dtype);
};

const runOn = async (
  backend: string,
  inputs: readonly Case[],
  compute: (...tensors: tf.Tensor[]) => tf.Tensor,
): Promise<{ shape: number[]; values: Values }> => {
  await tf.setBackend(backend);
  const result = tf.tidy(() => compute(...inputs.map(ramp)));
  const values = result.dataSync<'float32'>() as Values;
  const { shape } = result;
  result.dispose();
  return { shape, values };
};

const expectSame = async (inputs: readonly Case[], compute: (...tensors: tf.Tensor[]) => tf.Tensor): Promise<void> => {
  const cpu = await runOn('cpu', inputs, compute);
  const wasm = await runOn('wasm', inputs, compute);
  expect(wasm.shape).toEqual(cpu.shape);
  expect(wasm.values.length).toBe(cpu.values.length);
  const scale = cpu.values.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
  for (let i = 0; i < cpu.values.length; i++) {
    const found = wasm.values[i]!;
    if (!(Math.abs(found - cpu.values[i]!) <= 1e-5 * scale)) expect.fail(`at ${i}: ${found}, cpu gives ${cpu.values[i]}`);
  }
};

const size = fc.integer({ min: 1, max: 24 });
const sides = fc.record({ m: size, k: size, n: size, transposeA: fc.boolean(), transposeB: fc.boolean() });
const batches = fc.constantFrom<[number[], number[]]>(
  [[], []],
  [[1], [1]],
  [[3], [3]],
  [[3], [1]],
  [[1], [3]],
  [
    [2, 3],
    [2, 3],
  ],
  [
    [2, 3],
    [1, 1],
  ],
  [
    [1, 1],
    [2, 3],
  ],
);
type Sides = { m: number; k: number; n: number; transposeA: boolean; transposeB: boolean };
const shapesOf = ({ m, k, n, transposeA, transposeB }: Sides, [batchA, batchB]: [number[], number[]]): [Case, Case] => [
  { shape: [...batchA, ...(transposeA ? [k, m] : [m, k])] },
  { shape: [...batchB, ...(transposeB ? [n, k] : [k, n])] },
];

describe('accelerateWasm', () => {
  beforeAll(async () => {
    accelerateWasm();
    await tf.setBackend('wasm');
  });

  it('is idempotent and names what it replaced', () => {
    const kernel = tf.getKernel('BatchMatMul', 'wasm').kernelFunc;
    expect(accelerateWasm()).toEqual(['BatchMatMul', '_FusedMatMul', 'Slice', 'GatherV2']);
    expect(tf.getKernel('BatchMatMul', 'wasm').kernelFunc).toBe(kernel);
  });

  it('multiplies as the cpu backend does, in every transposed and batched form', async () => {
    await fc.assert(
      fc.asyncProperty(sides, batches, async (form, batch) => {
        await expectSame(shapesOf(form, batch), (a, b) => tf.matMul(a!, b!, form.transposeA, form.transposeB));
      }),
      { numRuns: 150 },
    );
  });
});
