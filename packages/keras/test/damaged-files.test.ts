import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ParsedKeras, parseKeras } from '@dum/keras';
import { goldenBytes } from './_import.js';
import { flipped } from './_rewrite.js';

const files = ['dense.keras2.h5', 'nested.keras3.h5', 'dense.keras3.keras', 'nested.keras2.keras'];

/** What was read, or undefined where that was refused; anything but a refusal is an error of ours. */
const readOrRefused = async (bytes: Uint8Array): Promise<ParsedKeras | undefined> => {
  try {
    return await parseKeras(bytes, 'model');
  } catch (error) {
    if (error instanceof DumError && error.code === 'bad-input' && error.message.startsWith('importKeras: model ')) return undefined;
    throw error;
  }
};

const shapes = ({ artifacts }: ParsedKeras) => artifacts.weightSpecs.map(({ name, shape }) => [name, shape]);

describe.each(files)('%s', (file) => {
  const whole = goldenBytes(file);

  it('is refused when it is cut short', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        expect(await readOrRefused(whole.subarray(0, length))).toBeUndefined();
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('is read as it is or refused when a bit turns over', async () => {
    const original = await parseKeras(whole);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8 * whole.length - 1 }), async (bit) => {
        const found = await readOrRefused(flipped(whole, bit));
        if (found === undefined) return;
        // an archive has checksums; in an .h5 a changed weight cannot be told from another
        if (file.endsWith('.keras')) expect(found.artifacts).toEqual(original.artifacts);
        expect(found.artifacts.weightData.byteLength).toBe(original.artifacts.weightData.byteLength);
        expect(new Float32Array(found.artifacts.weightData).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('is refused, or has weights of the shapes that its layers need, when many bytes change', async () => {
    const original = await parseKeras(whole);
    const change = fc.record({ at: fc.integer({ min: 0, max: whole.length - 1 }), bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const copy = Uint8Array.from(whole);
        for (const { at, bytes } of changes) copy.set(bytes.subarray(0, copy.length - at), at);
        const found = await readOrRefused(copy);
        if (found !== undefined && file.startsWith('dense')) expect(shapes(found).length).toBe(shapes(original).length);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

it('any bytes at all are refused', async () => {
  const signature = fc.constantFrom([], [0x50, 0x4b, 3, 4], [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
  await fc.assert(
    fc.asyncProperty(signature, fc.uint8Array({ maxLength: 4096 }), async (start, rest) => {
      expect(await readOrRefused(Uint8Array.from([...start, ...rest]))).toBeUndefined();
    }),
    { numRuns: 300, seed: 1 },
  );
});
