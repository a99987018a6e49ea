import type { io } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';

type Spec = io.WeightsManifestEntry;

const bytesPerValue: ReadonlyMap<unknown, number> = new Map([
  ['float32', 4],
  ['int32', 4],
  ['bool', 1],
  ['complex64', 8],
]);

/** For each quantization: its bytes, and the largest number that it stores. */
const quantizations: ReadonlyMap<unknown, readonly [bytes: number, largest: number]> = new Map([
  ['uint8', [1, 255]],
  ['uint16', [2, 65535]],
  ['float16', [2, 0]],
]);

const refuse = (where: string, text: string): never => {
  throw new DumError('bad-input', `fileSystem: ${where} is not a network that can be used: ${text}.`);
};

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const bytesOfQuantized = ({ name, dtype, quantization }: Spec, where: string): number => {
  const { dtype: stored, scale = Number.NaN, min = Number.NaN } = (quantization ?? {}) as NonNullable<Spec['quantization']>;
  const [bytes, largest] = quantizations.get(stored) ?? refuse(where, `weight "${name}" is quantized as ${JSON.stringify(stored)}`);
  if (dtype !== 'float32' && (stored === 'float16' || dtype !== 'int32'))
    refuse(where, `weight "${name}" of dtype ${dtype} is quantized as ${stored}`);
  if (stored !== 'float16' && ![min, largest * scale + min].every((value) => Number.isFinite(Math.fround(value)))) {
    refuse(where, `weight "${name}" is quantized with scale ${scale} and min ${min}, expected finite values`);
  }
  return bytes;
};

/** Checks one entry of a weight manifest, which may come from anywhere, and returns the bytes of its values. */
export const bytesOfWeight = (spec: Spec, where: string): number => {
  const { name, shape, dtype } = (spec ?? {}) as Partial<Spec>;
  if (typeof name !== 'string' || name === '') return refuse(where, `a weight is named ${JSON.stringify(name)}, expected a text`);
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    return refuse(where, `weight "${name}" has shape ${JSON.stringify(shape)}, expected whole numbers of at least 0`);
  }
  const known = bytesPerValue.get(dtype) ?? refuse(where, `weight "${name}" has dtype ${JSON.stringify(dtype)}, expected a kind of number`);
  const each = spec.quantization === undefined ? known : bytesOfQuantized(spec, where);
  const bytes = shape.reduce((product, size) => product * size, each);
  return Number.isSafeInteger(bytes) ? bytes : refuse(where, `weight "${name}" of shape [${shape.join(', ')}] is too large`);
};

const firstNonFinite = (spec: Spec, bytes: ArrayBuffer): number => {
  if (spec.quantization?.dtype === 'float16') return new Uint16Array(bytes).findIndex((half) => (half & 0x7c00) === 0x7c00);
  if (spec.quantization !== undefined || (spec.dtype !== 'float32' && spec.dtype !== 'complex64')) return -1;
  return new Float32Array(bytes).findIndex((value) => !Number.isFinite(value));
};

/** Checks that the data are exactly what the specs describe, each weight once and every value finite. */
export const checkWeights = (specs: readonly Spec[], data: ArrayBuffer, where: string): void => {
  const expected = specs.reduce((total, spec) => total + bytesOfWeight(spec, where), 0);
  if (data.byteLength !== expected)
    refuse(where, `its weights are ${data.byteLength} bytes, expected ${expected} from the shapes in model.json`);
  const seen = new Set<string>();
  let offset = 0;
  for (const spec of specs) {
    if (seen.has(spec.name)) refuse(where, `two weights are named "${spec.name}"; give each layer a name of its own`);
    seen.add(spec.name);
    const end = offset + bytesOfWeight(spec, where);
    const at = firstNonFinite(spec, data.slice(offset, end));
    if (at >= 0)
      refuse(
        where,
        `weight "${spec.name}" has a value that is not finite, at position ${at}; train it again with a smaller learning rate or cleaner data`,
      );
    offset = end;
  }
};
