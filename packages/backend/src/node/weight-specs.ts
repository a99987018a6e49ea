import type { io } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';

type Spec = io.WeightsManifestEntry;

const bytesPerValue: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, complex64: 8, uint8: 1, uint16: 2, float16: 2 };

const refuse = (where: string, text: string): never => {
  throw new DumError('bad-input', `fileSystem: ${where} is not a network that can be used: ${text}.`);
};

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Checks one entry of a weight manifest, which may come from anywhere, and returns the bytes of its values. */
export const bytesOfWeight = (spec: Spec, where: string): number => {
  const { name, shape, dtype, quantization } = (spec ?? {}) as Partial<Spec>;
  if (typeof name !== 'string' || name === '') return refuse(where, `a weight is named ${JSON.stringify(name)}, expected a text`);
  if (!Array.isArray(shape) || !shape.every(isSize))
    return refuse(where, `weight "${name}" has shape ${JSON.stringify(shape)}, expected whole numbers of at least 0`);
  if (dtype === 'string') return refuse(where, `weight "${name}" holds text, which no layer has`);
  if (quantization !== undefined && quantization.dtype !== 'float16' && ![quantization.scale, quantization.min].every(Number.isFinite)) {
    return refuse(
      where,
      `weight "${name}" is quantized with scale ${quantization.scale} and min ${quantization.min}, expected finite numbers`,
    );
  }
  const kind = quantization === undefined ? dtype : quantization.dtype;
  const each =
    typeof kind === 'string' && Object.hasOwn(bytesPerValue, kind)
      ? bytesPerValue[kind]!
      : refuse(where, `weight "${name}" has dtype ${JSON.stringify(kind)}`);
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
