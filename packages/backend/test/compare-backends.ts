import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { enableProdMode, setBackend, type Tensor, tensor, tidy, util } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

enableProdMode();

export interface Operand {
  readonly shape: readonly number[];
  readonly dtype?: 'float32' | 'int32' | 'bool';
  /** Which values it has; its place among the operands where none is given. */
  readonly seed?: number;
}
type Compute = (...tensors: Tensor[]) => Tensor;

const wave = ({ shape, dtype = 'float32', seed: own }: Operand, place: number): Tensor => {
  const seed = own ?? place;
  const values = Array.from({ length: util.sizeFromShape([...shape]) }, (_, i) => Math.sin(seed + i * (1.7 + seed / 7)) * 3);
  const typed = dtype === 'float32' ? values : values.map(dtype === 'int32' ? Math.round : (value) => Number(value > 0));
  return tensor(typed, [...shape], dtype);
};

export const computeOn = async (
  backend: 'cpu' | 'wasm',
  operands: readonly Operand[],
  compute: Compute,
): Promise<{ shape: number[]; values: ArrayLike<number> }> => {
  await setBackend(backend);
  const result = tidy(() => compute(...operands.map(wave)));
  const { shape } = result;
  const values = result.dataSync<'float32'>();
  result.dispose();
  return { shape, values };
};

/** Same shape and values on wasm as on cpu, to `tolerance` of the largest value; a NaN agrees with a NaN only. */
export const expectSame = async (operands: readonly Operand[], compute: Compute, tolerance = 3e-5): Promise<void> => {
  const cpu = await computeOn('cpu', operands, compute);
  const wasm = await computeOn('wasm', operands, compute);
  expect(wasm.shape).toEqual(cpu.shape);
  expect(wasm.values.length).toBe(cpu.values.length);
  const expected = Array.from(cpu.values);
  const scale = expected.reduce((max, value) => Math.max(max, Number.isFinite(value) ? Math.abs(value) : 0), 1);
  const wrong = expected.findIndex((value, i) => {
    const found = wasm.values[i]!;
    return !(Object.is(found, value) || found === value || Math.abs(found - value) <= tolerance * scale);
  });
  if (wrong >= 0) expect.fail(`at ${wrong}: wasm gives ${wasm.values[wrong]}, cpu ${expected[wrong]}`);
};
