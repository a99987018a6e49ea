import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type ParsedKeras, parseKeras } from '@dum/keras';
import { goldenBytes } from './_import.js';
import { startReader } from './_reader.js';
import { flipped } from './_rewrite.js';

const files = ['dense.keras2.h5', 'nested.keras3.h5', 'dense.keras3.keras', 'nested.keras2.keras'];
const reader = startReader();
afterAll(() => reader.end());

/** What was read, or undefined where that was refused; anything but a refusal is an error of ours. */
const readOrRefused = async (bytes: Uint8Array): Promise<ParsedKeras | undefined> => {
  const answer = await reader.read(bytes);
  if (answer.parsed !== undefined) return answer.parsed;
  expect(answer).toMatchObject({ code: 'bad-input', message: expect.stringMatching(/^importKeras: model /) as string });
  return undefined;
};

const isWhole = ({ artifacts: { weightSpecs, weightData } }: ParsedKeras): boolean => {
  const values = weightSpecs.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  return values === weightData.byteLength / 4 && new Float32Array(weightData).every(Number.isFinite);
};

describe.each(files)('%s', (file) => {
  const whole = goldenBytes(file);

  it('is refused when it is cut short', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        expect(await readOrRefused(whole.subarray(0, length))).toBeUndefined();
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('is read as it is or refused when a bit turns over', async () => {
    const original = await parseKeras(whole);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8 * whole.length - 1 }), async (bit) => {
        const found = await readOrRefused(flipped(whole, bit));
        if (found === undefined) return;
        expect(isWhole(found)).toBe(true);
        // an archive has checksums; in an .h5 a changed weight cannot be told from another
        if (file.endsWith('.keras')) expect(found.artifacts).toEqual(original.artifacts);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('is refused, or has whole and finite weights, when many bytes change', async () => {
    const change = fc.record({ at: fc.integer({ min: 0, max: whole.length - 1 }), bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const copy = Uint8Array.from(whole);
        for (const { at, bytes } of changes) copy.set(bytes.subarray(0, copy.length - at), at);
        const found = await readOrRefused(copy);
        if (found !== undefined) expect(isWhole(found)).toBe(true);
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

it('any bytes at all are refused', async () => {
  const signature = fc.constantFrom([], [0x50, 0x4b, 3, 4], [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
  await fc.assert(
    fc.asyncProperty(signature, fc.uint8Array({ maxLength: 4096 }), async (start, rest) => {
      expect(await readOrRefused(Uint8Array.from([...start, ...rest]))).toBeUndefined();
    }),
    { numRuns: 100, seed: 1 },
  );
});
